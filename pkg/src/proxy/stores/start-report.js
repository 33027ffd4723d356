/**
 * The store while its tables are brought up to date: the log says by the database's own code why that failed, so that a
 * missing database, table or permission can be told apart. Later faults are logged without it.
 */

/** What a code looks like: an SQLSTATE, a number of SQLite, an error of the system. It quotes nothing. */
const CODE = /^\w{1,40}$/;

const ADVICE = { tls: "; expected verified TLS to another machine; add sslrootcert to the URL for a private certificate authority" };

/**
 * @param {import("ivy-data-session/proxy").Store} store
 * @returns {{execute: Function, query: Function, script: Function, sentence: () => string}}
 */
export function starting(store) {
  let reason = "other";
  const noting = (name) => async (...given) => {
    try {
      // A merchant's own store may need its `this`.
      return await store[name](...given);
    } catch (error) {
      reason = CODE.test(error?.reason ?? "") ? error.reason : "other";
      throw error;
    }
  };
  return {
    ...{ execute: noting("execute"), query: noting("query"), script: noting("script") },
    sentence: () => `store: the tables cannot be made (${reason})${ADVICE[reason] ?? ""}`,
  };
}
