// The files of an SQLite database: readable by their owner alone, and used by one process at a time.

import fs from "node:fs";
import { configError } from "../errors/config-error.ts";
import { isBusy } from "./sqlite-error.ts";

/** A database that holds a lock. */
type LockDatabase = { exec(sql: string): unknown; close(): unknown };

/** A lock of this process, and the number of stores that use it. */
type Lock = { users: number; database: LockDatabase };

/** The rights of group and others. */
const FOREIGN = 0o077;

/** SQLite's own side files. It makes them with the rights of the database; older ones may have wider rights. */
const SIDE_FILES = ["-wal", "-shm", "-journal"];

/** Milliseconds to wait for a process that is ending. `BEGIN` blocks the event loop for as long. */
const RELEASE_MS = 150;

/** The key of the locks in the global object. */
const LOCKS = Symbol.for("ivy-data-session/sqlite-locks");

/**
 * The locks of this process by the real path of their database. The map is global, because a bundler or a hot reload may
 * load this module more than once.
 */
const held: Map<string, Lock> = Reflect.get(globalThis, LOCKS) ?? new Map();
Reflect.set(globalThis, LOCKS, held);

/**
 * Creates the file with mode 0600 if it is missing. Narrows the rights of a file and of side files that are there.
 *
 * @throws the file system's own error
 */
export function protect(file: string): void {
  fs.closeSync(fs.openSync(file, "a", 0o600));
  for (const name of [file, ...SIDE_FILES.map((ending) => file + ending)]) narrow(name);
}

function narrow(name: string): void {
  const mode = fs.statSync(name, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined && mode & FOREIGN) fs.chmodSync(name, mode & 0o700);
}

/**
 * Locks a database for this process, so that a second process is refused. All stores of one process share the lock.
 *
 * An exclusive transaction on the side database `<file>-lock` holds the lock, so the system releases it when the process
 * ends, however it ends. The Rust proxy does the same.
 *
 * @param file an existing file
 * @param open opens a database by the driver in use
 * @returns a function that releases the lock
 * @throws the driver's own error, or a sentence if another process holds the lock
 */
export function lock(file: string, open: (path: string) => LockDatabase): () => void {
  const path = fs.realpathSync(file);
  const entry = held.get(path) ?? { users: 0, database: exclusive(`${path}-lock`, open) };
  held.set(path, entry);
  entry.users += 1;
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    entry.users -= 1;
    if (entry.users > 0) return;
    held.delete(path);
    entry.database.close();
  };
}

function exclusive(path: string, open: (path: string) => LockDatabase): LockDatabase {
  protect(path);
  const database = open(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${RELEASE_MS}`);
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw configError("sqliteStore", "another process uses this file; expected one process for SQLite; use PostgreSQL for more than one");
  }
}
