// The table of sessions in D1, Cloudflare's SQLite.

import { withoutText } from "./hosted-sqlite-error.ts";
import { isFor, wrongValue } from "./recognize.ts";
import { splitScript } from "./split-script.ts";
import type { Store } from "./store.ts";
import { checkValues, toNumber, toRow, type SqlValue } from "./values.ts";

/**
 * A prepared statement of D1, as far as it is used.
 *
 * @example
 * ```ts
 * import type { D1Statement } from "ivy-data-session/proxy";
 *
 * const statement: D1Statement = { bind: () => statement, all: async () => ({ results: [], meta: { changes: 0 } }) };
 * console.log((await statement.all()).results.length); // 0
 * ```
 */
export type D1Statement = {
  /** Returns the statement with its values. */
  bind(...values: unknown[]): D1Statement;
  /** Runs the statement. */
  all(): Promise<{ results: readonly unknown[]; meta: { changes: number } }>;
};

/**
 * The binding of a D1 database, as far as it is used.
 *
 * @example
 * ```ts
 * import { d1Store, type D1Binding } from "ivy-data-session/proxy";
 *
 * const worker = { fetch: (request: Request, env: { DB: D1Binding }) => new Response(d1Store(env.DB).dialect) };
 * console.log(typeof worker.fetch); // function
 * ```
 */
export type D1Binding = {
  /** Reads a statement. */
  prepare(sql: string): D1Statement;
  /** Runs statements as one transaction. */
  batch(statements: D1Statement[]): Promise<unknown>;
};

/** The largest number of values that D1 binds to a statement. */
const MOST_VALUES = 100;

/**
 * Keeps the sessions in D1, for any number of Workers: `d1Store(env.DB)`. Pass the binding itself and no session of it, since
 * a session may read a replica.
 *
 * Cloudflare keeps deleted rows for Time Travel, up to 30 days, and its files are out of this package's reach.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is no binding of D1
 *
 * @example
 * ```ts
 * import { d1Store, type D1Binding } from "ivy-data-session/proxy";
 *
 * const storeOf = (env: { DB: D1Binding }) => d1Store(env.DB);
 * console.log(storeOf.length); // 1
 * ```
 */
export function d1Store(database: D1Binding): Store {
  const given: unknown = database;
  if (!isFor("d1Store", given, ["prepare", "batch"])) {
    throw wrongValue("d1Store", given, "the binding of a D1 database, such as env.DB; name it under d1_databases in wrangler's file");
  }
  const run = async (sql: string, values: readonly SqlValue[]) => {
    checkValues(values);
    return withoutText(() => bound(database, sql, values).all());
  };
  return {
    dialect: "sqlite",
    hosted: true,
    execute: async (sql, values) => toNumber((await run(sql, values)).meta.changes),
    query: async (sql, values) => (await run(sql, values)).results.map((row) => toRow(row, (_, value) => typeof value === "number")),
    script: async (sql) => {
      const statements = splitScript(sql).map((statement) => database.prepare(statement));
      // D1 refuses an empty batch.
      if (statements.length > 0) await withoutText(() => database.batch(statements));
    },
    close: async () => {},
  };
}

/** Binds the values. More of them than D1 takes become one value, a list in JSON. */
function bound(database: D1Binding, sql: string, values: readonly SqlValue[]): D1Statement {
  if (values.length <= MOST_VALUES) return database.prepare(sql.replace(/\$(\d+)/g, "?$1")).bind(...values);
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => `json_extract(?1, '$[${Number(number) - 1}]')`);
  return database.prepare(text).bind(JSON.stringify(values));
}
