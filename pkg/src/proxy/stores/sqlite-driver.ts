// The drivers of SQLite: Node's own module, and packages with the same methods.

import { property } from "../property.ts";
import { missingPackage, optionalPackage } from "./optional-package.ts";

/**
 * A database of `node:sqlite`, `better-sqlite3`, `libsql` or `bun:sqlite`, as far as it is used.
 *
 * @example
 * ```ts
 * import type { SqliteDatabase } from "ivy-data-session/proxy";
 *
 * const isOpen = (database: SqliteDatabase) => typeof database.exec === "function";
 * console.log(isOpen({ exec: () => {}, prepare: () => ({ run: () => ({ changes: 0 }), all: () => [] }), close: () => {} })); // true
 * ```
 */
export type SqliteDatabase = {
  /** Runs statements without values. */
  exec(sql: string): unknown;
  /** Reads a statement. */
  prepare(sql: string): { run(...values: unknown[]): { changes: number | bigint }; all(...values: unknown[]): readonly unknown[] };
  /** Closes the database. */
  close(): unknown;
};

/** A class of databases. */
export type DatabaseClass = new (file: string) => SqliteDatabase;

/** A driver that is installed. */
export type Driver = {
  /** The name by which `require` finds the driver from everywhere. */
  name: string;
  /** Opens a database. */
  open(file: string): SqliteDatabase;
};

/** The packages, the most used one first. */
const PACKAGES = ["better-sqlite3", "libsql"];

/** The drivers, the preferred one first: Node's and Bun's own modules, then packages. */
const DRIVERS = ["node:sqlite", "bun:sqlite", ...PACKAGES];

/**
 * Returns the first driver that is installed.
 *
 * @throws a sentence, if there is none
 */
export function sqliteDriver(): Driver {
  for (const name of DRIVERS) {
    const found = optionalPackage(name);
    if (found) return { name: found.name, open: opener(found.exported) };
  }
  throw missingPackage("sqliteStore: no driver found, and this Node has no node:sqlite (22.13 and later have)", PACKAGES, "a database");
}

/** Returns true for a class whose databases run scripts. A subclass of the merchant's counts, too. */
export function isDatabaseClass(value: unknown): value is DatabaseClass {
  return typeof property(property(value, "prototype"), "exec") === "function";
}

/** The runtimes' own modules export several names, a package exports its class alone. */
function opener(exported: unknown): Driver["open"] {
  const Database = property(exported, "DatabaseSync") ?? (typeof exported === "function" ? exported : property(exported, "Database"));
  return (file) => {
    if (!isDatabaseClass(Database)) throw new TypeError("expected a class of databases");
    return new Database(file);
  };
}
