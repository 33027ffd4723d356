// A stand-in for the binding of a D1 database, over a driver of SQLite in this process: its results, its errors and its limits.
// `tests/stores/d1.test.mjs` runs the same cases over workerd's own D1.

/** The largest number of values of a statement. */
const MOST_VALUES = 100;

/** Statements that D1 leaves to itself. */
const REFUSED = /^\s*(BEGIN|COMMIT|ROLLBACK|VACUUM|PRAGMA)\b/i;

/** SQLite's primary codes for the extended ones that the cases meet. */
const primary = (code) => /^SQLITE_(CONSTRAINT|BUSY)/.exec(code)?.[0] ?? code;

const refusal = (message, code) => new Error(`D1_ERROR: ${message}: ${code}`);

/** Returns a binding over an open database of better-sqlite3's form. */
export function d1StandIn(database) {
  const guarded = (run) => {
    try {
      return run();
    } catch (error) {
      throw error.message.startsWith("D1_") ? error : refusal(error.message, primary(String(error.code)));
    }
  };
  const changesOf = () => database.prepare("SELECT total_changes() AS changes").get().changes;
  const execute = ({ sql, values }) =>
    guarded(() => {
      if (REFUSED.test(sql)) throw refusal("not authorized", "SQLITE_AUTH");
      if (values.length > MOST_VALUES) throw refusal("too many SQL variables", "SQLITE_ERROR");
      const before = changesOf();
      const statement = database.prepare(sql);
      let results = [];
      if (statement.reader) results = statement.all(...values);
      else statement.run(...values);
      return { success: true, results, meta: { changes: changesOf() - before, duration: 0 } };
    });
  const prepared = (sql, values) => ({
    sql,
    values,
    bind: (...bound) => {
      for (const value of bound) {
        if (value !== null && !["string", "number"].includes(typeof value)) {
          throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${value}'`);
        }
      }
      return prepared(sql, bound);
    },
    all: async () => execute({ sql, values }),
  });
  return {
    prepare: (sql) => prepared(sql, []),
    batch: async (statements) => {
      if (statements.length === 0) throw new Error("D1_ERROR: No SQL statements detected.");
      database.exec("BEGIN IMMEDIATE");
      try {
        const results = statements.map(execute);
        database.exec("COMMIT");
        return results;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    exec: async () => ({ count: 0, duration: 0 }),
    dump: async () => new ArrayBuffer(0),
    withSession: () => ({ prepare: (sql) => prepared(sql, []), batch: async () => [], getBookmark: () => null }),
  };
}
