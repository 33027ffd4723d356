// The table of sessions in Neon's PostgreSQL, over HTTP.

import { asText, toRows, withoutText, type Column } from "./postgres-results.ts";
import { isFor, wrongValue } from "./recognize.ts";
import { splitScript } from "./split-script.ts";
import type { Store } from "./store.ts";
import { checkValues, type SqlValue } from "./values.ts";

/** A result with its columns. */
type NeonResult = { rows: readonly unknown[]; fields: readonly Column[]; rowCount: number };

/**
 * The function that `neon()` of `@neondatabase/serverless` returns, as far as it is used.
 *
 * @example
 * ```ts
 * import { neonStore, type NeonSql } from "ivy-data-session/proxy";
 *
 * const storeOf = (sql: NeonSql) => neonStore(sql);
 * console.log(storeOf.length); // 1
 * ```
 */
export type NeonSql = {
  (...parts: never[]): unknown;
  /** Makes a statement, which is not sent before it is awaited or part of a transaction. */
  query(sql: string, values?: unknown[], options?: object): PromiseLike<unknown>;
  /** Runs statements as one transaction. */
  transaction(queries: never[], options?: object): Promise<unknown>;
};

/** The members of {@link NeonSql} as they are called. */
type Called = {
  query(sql: string, values: SqlValue[], options: object): PromiseLike<NeonResult>;
  transaction(queries: PromiseLike<unknown>[], options: { readOnly: boolean }): Promise<unknown>;
};

/** Options of a statement: every value as text, and the columns with the rows. */
const OPTIONS = { fullResults: true, arrayMode: false, types: asText };

/**
 * Keeps the sessions in a PostgreSQL at Neon, for any number of proxies, by the function that `neon(url)` of
 * `@neondatabase/serverless` 1.0 and later returns: one HTTP request for each statement, without a connection. The `Pool` of
 * that package is one for `postgresStore`.
 *
 * Neon keeps a history of the database, from which deleted rows can be restored; its length is a setting of the project.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is not what `neon()` returns
 *
 * @example
 * ```ts
 * import { neonStore, type NeonSql } from "ivy-data-session/proxy";
 *
 * const storeOf = (sql: NeonSql) => neonStore(sql); // neonStore(neon(process.env.DATABASE_URL))
 * console.log(storeOf.length); // 1
 * ```
 */
export function neonStore(sql: NeonSql): Store {
  const given: unknown = sql;
  if (!isFor("neonStore", given, ["query", "transaction"])) {
    throw wrongValue("neonStore", given, "the function that neon() of @neondatabase/serverless 1.0 and later returns");
  }
  // The driver's own types depend on its options, which no other type can express.
  const neon = sql as unknown as Called;
  const run = async (text: string, values: readonly SqlValue[]): Promise<NeonResult> => {
    checkValues(values);
    return withoutText(() => neon.query(text, [...values], OPTIONS));
  };
  return {
    dialect: "postgres",
    execute: async (text, values) => (await run(text, values)).rowCount,
    query: async (text, values) => {
      const { rows, fields } = await run(text, values);
      return toRows(rows, fields);
    },
    script: async (text) => {
      const statements = splitScript(text).map((statement) => neon.query(statement, [], OPTIONS));
      await withoutText(() => neon.transaction(statements, { readOnly: false }));
    },
    close: async () => {},
  };
}
