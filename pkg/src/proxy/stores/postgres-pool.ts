// The table of sessions in PostgreSQL, by a pool that exists.

import { faultError } from "../errors/fault.ts";
import { property } from "../property.ts";
import { asText, toRows, withoutText } from "./postgres-results.ts";
import { isFor } from "./recognize.ts";
import type { Store } from "./store.ts";
import { checkValues, type SqlValue } from "./values.ts";

/**
 * A `Pool` of `pg`, as far as it is used.
 *
 * @example
 * ```ts
 * import { postgresStore, type PostgresPool } from "ivy-data-session/proxy";
 *
 * const pool: PostgresPool = { query: async () => ({ rows: [{ word: "there" }], rowCount: 1, fields: [] }) };
 * console.log((await postgresStore(pool).query("SELECT 'there' AS word", []))[0]?.word); // there
 * ```
 */
export type PostgresPool = {
  /** Runs a statement. */
  query(
    statement: string | { text: string; values: (string | number | null)[]; types: { getTypeParser(): (value: unknown) => string } },
  ): Promise<{ rows: readonly unknown[]; rowCount: number | null; fields: readonly { name: string; dataTypeID: number }[] }>;
};

/** Returns true for a pool of `pg`, or for an object of that form. What another function takes is refused. */
export function isPool(place: unknown): place is PostgresPool {
  return isFor("postgresStore", place, ["query"]);
}

/** Returns the store of a pool. */
export function poolStore(pool: PostgresPool): Omit<Store, "close"> {
  return {
    dialect: "postgres",
    execute: async (sql, values) => (await run(pool, sql, values)).rowCount ?? 0,
    query: async (sql, values) => {
      const { rows, fields } = await run(pool, sql, values);
      return toRows(rows, fields);
    },
    script: async (sql) => {
      // Without values PostgreSQL takes several statements, and runs them as one transaction.
      await withoutText(() => pool.query(sql));
    },
  };
}

async function run(pool: PostgresPool, text: string, values: readonly SqlValue[]): ReturnType<PostgresPool["query"]> {
  checkValues(values);
  const result = await withoutText(() => pool.query({ text, values: [...values], types: asText }));
  // Other libraries have a function of this name, too.
  if (!Array.isArray(property(result, "rows")) || !Array.isArray(property(result, "fields"))) throw faultError("other", "no_pg");
  return result;
}
