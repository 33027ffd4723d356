// A database of SQLite that the merchant has opened. Its statements run in the merchant's own thread.

import fs from "node:fs";
import { configError } from "../errors/config-error.ts";
import { property } from "../property.ts";
import type { BoundValue, SqliteConnection } from "./sqlite-connection.ts";
import { isDatabaseClass, type SqliteDatabase } from "./sqlite-driver.ts";
import { lock } from "./sqlite-file.ts";
import { SECURE_DELETE } from "./sqlite-setup.ts";
import { patiently } from "./sqlite-wait.ts";

/** The longest wait of a driver for a lock, in milliseconds. The event loop stands still meanwhile. */
const BLOCKING_MS = 20;

/** Returns a connection by a database that the merchant has opened, and locks the database's file if it has one. */
export function sqliteDatabase(database: SqliteDatabase): SqliteConnection {
  if (!returnsRows(database)) {
    throw configError("sqliteStore", "the database returns no rows; expected an open database of node:sqlite, better-sqlite3, libsql or bun:sqlite; open it first");
  }
  database.exec(SECURE_DELETE);
  const release = lockFileOf(database);
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const perform = <Result>(use: () => Result): Promise<Result> => patiently(() => briefly(database, use));
  return {
    run: (sql, values) => perform(() => changes(prepared(sql), values)),
    all: (sql, values) => perform(() => prepared(sql).all(...values)),
    script: (sql) => perform(() => script(database, sql)),
    close: async () => {
      statements.clear();
      release();
    },
  };
}

/** Returns true if a statement returns its rows at once, as objects. Other packages have functions of these names, too. */
function returnsRows(database: SqliteDatabase): boolean {
  try {
    const [row] = database.prepare("SELECT 1 AS one").all();
    return Number(property(row, "one")) === 1;
  } catch {
    return false;
  }
}

type Statement = ReturnType<SqliteDatabase["prepare"]>;

/** Runs a statement; returns the number of rows. Some drivers do not run a statement that returns rows. */
function changes(statement: Statement, values: readonly BoundValue[]): number | bigint {
  return property(statement, "reader") ? statement.all(...values).length : statement.run(...values).changes;
}

/** Runs a script. A script with a transaction of its own leaves none open. */
function script(database: SqliteDatabase, sql: string): void {
  try {
    database.exec(sql);
  } catch (error) {
    if (/^\s*BEGIN\b/i.test(sql)) rollBack(database);
    throw error;
  }
}

function rollBack(database: SqliteDatabase): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // The transaction had not begun, or SQLite has rolled it back.
  }
}

/** Locks the file of a database for this process, if the database has a file and its class can open another one. */
function lockFileOf(database: SqliteDatabase): () => void {
  const databases = database.prepare("PRAGMA database_list").all();
  const main = databases.find((row) => property(row, "name") === "main");
  const file = property(main, "file");
  const Database: unknown = database.constructor;
  if (typeof file !== "string" || !fs.existsSync(file) || !isDatabaseClass(Database)) return () => {};
  return lock(file, (path) => new Database(path));
}

/** Runs a statement with a short busy timeout, because the event loop stands still within the driver's own wait. */
function briefly<Result>(database: SqliteDatabase, use: () => Result): Result {
  const [row] = database.prepare("PRAGMA busy_timeout").all();
  const timeout = Number(property(row, "timeout"));
  if (timeout <= BLOCKING_MS) return use();
  database.exec(`PRAGMA busy_timeout = ${BLOCKING_MS}`);
  try {
    return use();
  } finally {
    database.exec(`PRAGMA busy_timeout = ${timeout}`);
  }
}
