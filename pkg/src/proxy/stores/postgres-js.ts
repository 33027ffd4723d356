// The table of sessions in PostgreSQL, by postgres.js.

import { configError } from "../errors/config-error.ts";
import { property } from "../property.ts";
import { toRows, withoutText } from "./postgres-results.ts";
import { isFor, wrongValue } from "./recognize.ts";
import type { Store } from "./store.ts";
import { checkValues, type SqlValue } from "./values.ts";

/** A statement that is sent when it is awaited. */
type Pending = PromiseLike<unknown> & {
  /** Returns rows as lists of bytes, whatever parsers and transforms the merchant's program has set. */
  raw(): PromiseLike<unknown>;
};

/**
 * The function that `postgres()` of the package `postgres` returns, as far as it is used.
 *
 * @example
 * ```ts
 * import { postgresJsStore, type PostgresJsSql } from "ivy-data-session/proxy";
 *
 * const storeOf = (sql: PostgresJsSql) => postgresJsStore(sql);
 * console.log(storeOf.length); // 1
 * ```
 */
export type PostgresJsSql = {
  (...parts: never[]): unknown;
  /** Makes a statement from a text. */
  unsafe(sql: string, values?: (string | number | null)[]): PromiseLike<unknown>;
  /** Runs a function within a transaction. */
  begin(...parts: never[]): unknown;
};

/** A result in the form of {@link Pending.raw}. */
type RawResult = readonly (readonly (Uint8Array | null)[])[] & {
  columns: readonly { name: string; type: number }[];
  count: number | null;
};

/**
 * Keeps the sessions in PostgreSQL, for any number of proxies, by the package `postgres` (postgres.js):
 * `postgresJsStore(postgres(url))`. The connections and their TLS are yours: postgres.js does not verify the certificate of
 * another machine unless its option `ssl` says `verify-full`.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is not what `postgres()` returns, or if it renames columns
 *
 * @example
 * ```ts
 * import { postgresJsStore, type PostgresJsSql } from "ivy-data-session/proxy";
 *
 * const storeOf = (sql: PostgresJsSql) => postgresJsStore(sql); // postgresJsStore(postgres(process.env.DATABASE_URL))
 * console.log(storeOf.length); // 1
 * ```
 */
export function postgresJsStore(sql: PostgresJsSql): Store {
  const given: unknown = sql;
  if (!isFor("postgresJsStore", given, ["unsafe", "begin"])) {
    throw wrongValue("postgresJsStore", given, "the function that postgres() of the package postgres returns");
  }
  const transform = property(property(sql, "options"), "transform");
  if (property(property(transform, "column"), "from")) {
    throw configError("postgresJsStore", "transform: the names of columns are changed; expected no transform; pass a separate postgres()");
  }
  const run = async (text: string, values: readonly SqlValue[]): Promise<RawResult> => {
    checkValues(values);
    return withoutText(() => (sql.unsafe(text, [...values]) as Pending).raw()) as Promise<RawResult>;
  };
  return {
    dialect: "postgres",
    execute: async (text, values) => (await run(text, values)).count ?? 0,
    query: async (text, values) => {
      const result = await run(text, values);
      const columns = result.columns.map(({ name, type }) => ({ name, dataTypeID: type }));
      return toRows(result.map((row) => byName(row, columns)), columns);
    },
    script: async (text) => {
      // Without values PostgreSQL takes several statements, and runs them as one transaction.
      await withoutText(() => sql.unsafe(text));
    },
    close: async () => {},
  };
}

/** Keeps the mark at the start of a text, which belongs to it. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Returns a row by the names of its columns, with each value as text. */
function byName(row: readonly (Uint8Array | null)[], columns: readonly { name: string }[]): Record<string, string | null> {
  const text = (bytes: Uint8Array | null | undefined) => (bytes ? UTF_8.decode(bytes) : null);
  return Object.fromEntries(columns.map(({ name }, index) => [name, text(row[index])]));
}
