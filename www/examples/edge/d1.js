// A store over D1, SQLite at Cloudflare.

/** Replaces `$1` by `?1`: D1 takes numbered placeholders in SQLite's spelling. */
const statement = (database, sql, values) => database.prepare(sql.replace(/\$(\d+)/g, "?$1")).bind(...values);

/** Returns the error that the proxy understands. D1's own text may quote a value. */
const faultOf = ({ message }) => {
  const fault = /UNIQUE constraint failed/.test(message) ? "unique violation" : "io";
  return Object.assign(new Error(fault), { fault });
};

/** Returns the store of a database. */
export const d1Store = (database) => {
  const run = (work) => work.catch((error) => Promise.reject(faultOf(error)));
  return {
    dialect: "sqlite",
    execute: async (sql, values) => (await run(statement(database, sql, values).run())).meta.changes,
    // The files of the database are Cloudflare's: nobody else can empty its log.
    query: async (sql, values) => (/^PRAGMA wal_checkpoint/.test(sql) ? [] : (await run(statement(database, sql, values).all())).results),
    script: async (sql) => {
      const statements = statementsOf(sql).map((each) => database.prepare(each));
      if (statements.length > 0) await run(database.batch(statements));
    },
  };
};

/** A batch is one transaction itself, and D1 refuses these. */
const TRANSACTION = /^(BEGIN IMMEDIATE|COMMIT|ROLLBACK)$/;

/** Splits a script. Its statements contain no text with a semicolon. */
const statementsOf = (sql) => sql.split(";").map((each) => each.trim()).filter((each) => each !== "" && !TRANSACTION.test(each));
