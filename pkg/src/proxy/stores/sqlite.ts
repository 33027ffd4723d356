// The table of sessions in SQLite.

import path from "node:path";
import { configError } from "../errors/config-error.ts";
import { property } from "../property.ts";
import { adviceFor, ofFile } from "./advice.ts";
import { placeholders } from "./placeholders.ts";
import type { BoundValue, SqliteConnection } from "./sqlite-connection.ts";
import { isFor, wrongValue } from "./recognize.ts";
import { sqliteDatabase } from "./sqlite-database.ts";
import { sqliteDriver, type Driver, type SqliteDatabase } from "./sqlite-driver.ts";
import { isBusy, safeCode, toFault } from "./sqlite-error.ts";
import { lock, protect } from "./sqlite-file.ts";
import { BUSY_MS, SETUP, SETUP_AT_ONCE } from "./sqlite-setup.ts";
import { sqliteThread } from "./sqlite-thread.ts";
import type { Store } from "./store.ts";
import { checkValues, toNumber, toRow, type SqlValue } from "./values.ts";

/** The path of a database without a file. */
const IN_MEMORY = ":memory:";

const EXPECTED = "the path of a file, or a database of node:sqlite, better-sqlite3, libsql or bun:sqlite";

/** The form of a URI: some drivers read one as a file, others as a server. */
const URI = /^(file:|[a-z][a-z\d+.-]+:\/\/)/i;

/**
 * Keeps the sessions in a file of SQLite, for one process: by Node's own module (22.13 and later), by `better-sqlite3` or
 * `libsql`, whichever is installed, or in Bun by its own module.
 *
 * The file is readable by its owner alone: it is created with mode 0600, and wider rights are taken away. A second process
 * that opens the file is refused; the side file `<path>-lock` holds the lock. Statements run in a thread, so that neither a
 * lock nor a long statement stops the event loop.
 *
 * A database that you have opened is locked in the same way if it has a file. Its rights are yours, and its statements run
 * in your own thread: they wait for another connection's lock without stopping the event loop.
 *
 * @throws an `IvyError` with the code `misconfigured` if there is no such module, if the file cannot be opened, or if another
 *   process uses the file
 *
 * @example
 * ```ts
 * import { sqliteStore } from "ivy-data-session/proxy";
 *
 * const store = sqliteStore(":memory:");
 * console.log(store.dialect); // sqlite
 * await store.close?.();
 * ```
 */
export function sqliteStore(place: string | SqliteDatabase): Store {
  if (isDatabase(place)) return storeOf(sqliteDatabase(place));
  if (typeof place !== "string" || place === "" || URI.test(place)) throw wrongValue("sqliteStore", place, EXPECTED);
  return storeOf(open(place));
}

function isDatabase(place: unknown): place is SqliteDatabase {
  return isFor("sqliteStore", place, ["prepare", "exec"]);
}

function storeOf(connection: SqliteConnection): Store {
  return {
    dialect: "sqlite",
    execute: async (sql, values) => {
      const { text, bound } = bind(sql, values);
      return toNumber(await withoutText(connection.run(text, bound)));
    },
    query: async (sql, values) => {
      const { text, bound } = bind(sql, values);
      const rows = await withoutText(connection.all(text, bound));
      return rows.map((row) => toRow(row, isNumber));
    },
    script: (sql) => withoutText(connection.script(sql)),
    close: () => connection.close(),
  };
}

/** Returns a statement with its values as every driver takes them. */
function bind(sql: string, values: readonly SqlValue[]): { text: string; bound: BoundValue[] } {
  checkValues(values);
  const { text, arrange } = placeholders(sql);
  // Some drivers bind every number as a fraction, and none of them a BigInt.
  return { text, bound: arrange(values).map((value) => (typeof value === "number" ? BigInt(value) : value)) };
}

/** Replaces the driver's own error by a fault. */
async function withoutText<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    throw toFault(error);
  }
}

function isNumber(_name: string, value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "number";
}

/** Opens a file in a thread. Checks at once if the file can be used. */
function open(place: string): SqliteConnection {
  const driver = sqliteDriver();
  const file = place === IN_MEMORY ? place : path.resolve(place);
  const release = file === IN_MEMORY ? () => {} : claim(file, driver);
  const thread = sqliteThread({ driver: driver.name, file, setup: SETUP, busyMs: BUSY_MS });
  return {
    ...thread,
    close: async () => {
      await thread.close();
      release();
    },
  };
}

/**
 * Protects and locks a file, and tries it out.
 *
 * @returns a function that releases the lock
 */
function claim(file: string, driver: Driver): () => void {
  let release = () => {};
  try {
    protect(file);
    release = lock(file, driver.open);
    tryOut(driver.open(file));
    return release;
  } catch (error) {
    release();
    if (property(error, "code") === "misconfigured") throw error;
    const code = safeCode(error);
    const reason = ofFile(code);
    if (reason) throw configError("sqliteStore", `cannot open ${file}; ${reason}`);
    throw configError("sqliteStore", `the file cannot be opened as a database (${code})${adviceFor(code)}`);
  }
}

/**
 * Sets the file up, if no other connection holds a lock. Otherwise the thread does it at its first statement: it waits for the
 * lock, and this function would stop the event loop.
 */
function tryOut(database: SqliteDatabase): void {
  try {
    for (const line of SETUP_AT_ONCE) database.exec(line);
  } catch (error) {
    if (!isBusy(error)) throw error;
  } finally {
    database.close();
  }
}
