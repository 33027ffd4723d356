// The table of sessions in PGlite, a PostgreSQL within the process.

import { faultError } from "../errors/fault.ts";
import { toRows, withoutText } from "./postgres-results.ts";
import { isFor, wrongValue } from "./recognize.ts";
import type { Store } from "./store.ts";
import { checkValues, type SqlValue } from "./values.ts";

/**
 * A database of PGlite, as far as it is used.
 *
 * @example
 * ```ts
 * import { pgliteStore, type PgliteDatabase } from "ivy-data-session/proxy";
 *
 * const storeOf = (database: PgliteDatabase) => pgliteStore(database);
 * console.log(storeOf.length); // 1
 * ```
 */
export type PgliteDatabase = {
  /** Runs a statement. */
  query(sql: string, values?: unknown[]): Promise<{ rows: readonly unknown[]; fields: readonly { name: string; dataTypeID: number }[]; affectedRows?: number | undefined }>;
  /** Runs statements without values as one transaction. */
  exec(sql: string): Promise<unknown>;
};

/**
 * Keeps the sessions in PGlite (`@electric-sql/pglite`), for one process: `pgliteStore(new PGlite("folder"))`. Without a
 * folder they are in memory. Nothing stops a second process from opening the folder, which damages the database; the rights
 * of its files are yours.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is no database of PGlite
 *
 * @example
 * ```ts
 * import { pgliteStore, type PgliteDatabase } from "ivy-data-session/proxy";
 *
 * const storeOf = (database: PgliteDatabase) => pgliteStore(database); // pgliteStore(new PGlite("folder"))
 * console.log(storeOf.length); // 1
 * ```
 */
export function pgliteStore(database: PgliteDatabase): Store {
  const given: unknown = database;
  if (!isFor("pgliteStore", given, ["query", "exec", "transaction"])) {
    throw wrongValue("pgliteStore", given, "a database of @electric-sql/pglite");
  }
  const run = async (sql: string, values: readonly SqlValue[]) => {
    checkValues(values);
    if (values.some(startsWithMark)) throw faultError("refused by the database");
    return withoutText(() => database.query(sql, [...values]));
  };
  return {
    dialect: "postgres",
    execute: async (sql, values) => (await run(sql, values)).affectedRows ?? 0,
    query: async (sql, values) => {
      const { rows, fields } = await run(sql, values);
      return toRows(rows, fields);
    },
    script: async (sql) => {
      // Without values PostgreSQL takes several statements, and runs them as one transaction.
      await withoutText(() => database.exec(sql));
    },
    close: async () => {},
  };
}

/** Returns true for a text that begins with a byte order mark: PGlite drops it when it reads the text. */
function startsWithMark(value: SqlValue): boolean {
  return typeof value === "string" && value.startsWith("\ufeff");
}
