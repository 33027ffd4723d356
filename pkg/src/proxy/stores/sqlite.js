/**
 * The table of sessions in SQLite.
 */
import fs from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { faulty } from "../errors/fault.js";
import { installed } from "./optional-package.js";
import { placeholders } from "./placeholders.js";
import { refusal } from "../errors/config-error.js";
import { isBusy, lock, protect } from "./sqlite-file.js";
import { sqliteThread } from "./sqlite-thread.js";
import { checkValues, number } from "./values.js";

/** Node's own module, then packages with the same methods, the most used one first. */
const DRIVERS = ["node:sqlite", "better-sqlite3", "libsql"];

/** A database without a file. */
const IN_MEMORY = ":memory:";

/** How long a statement waits for another connection's lock, in milliseconds. */
const BUSY_MS = 5000;

/** How long the event loop may stand still for that, and the pause between two attempts. */
const BLOCKING_MS = 20;
const RETRY_MS = 20;

/** Overwrites deleted content with zeros, so that what was removed is not in the file (SECURITY.md, 14). */
const SECURE_DELETE = "PRAGMA secure_delete = ON";

/**
 * The same settings as in the Rust proxy. Writers wait for each other. A commit is on the disk before the request is
 * answered, so a killed process or a power cut loses nothing that was acknowledged.
 */
const SETUP = [`PRAGMA busy_timeout = ${BUSY_MS}`, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", SECURE_DELETE];

/** SQLite's own numbers for a value that is there already: SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const TAKEN = [1555, 2067, "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"];

/** A URI: some drivers read one as a file, others as a server. */
const URI = /^(file:|[a-z][a-z\d+.-]+:\/\/)/i;

/** See proxy.d.ts. */
export function sqliteStore(place) {
  const isDatabase = typeof place?.prepare === "function" && typeof place.exec === "function";
  if (!isDatabase && (typeof place !== "string" || place === "" || URI.test(place))) {
    throw refusal("sqliteStore", "expected the path of a file, or a database of node:sqlite, better-sqlite3 or libsql");
  }
  const { perform, close } = isDatabase ? shared(place) : opened(place);
  const run = async (mode, sql, values) => {
    checkValues(values);
    const { text, arrange } = placeholders(sql);
    // Some drivers bind every number as one with a fraction, and none of them a BigInt.
    return answered(perform(mode, text, arrange(values).map((value) => (typeof value === "number" ? BigInt(value) : value))));
  };
  return {
    dialect: "sqlite",
    execute: async (sql, values) => number(await run("run", sql, values)),
    query: async (sql, values) => (await run("all", sql, values)).map(row),
    script: async (sql) => void (await answered(perform("exec", sql, []))),
    close,
  };
}

/** A file, which a thread opens. What can be wrong with it is refused at once. */
function opened(place) {
  const { name, exported } = driver();
  const open = (file) => new (exported.DatabaseSync ?? exported)(file);
  const file = place === IN_MEMORY ? place : path.resolve(place);
  let release = () => {};
  if (file !== IN_MEMORY) {
    try {
      protect(file);
      release = lock(file, open);
      tryOut(open(file));
    } catch (error) {
      release();
      if (error.code === "misconfigured") throw error;
      throw refusal("sqliteStore", `the file cannot be opened as a database (${reason(error)})`);
    }
  }
  const { perform, close } = sqliteThread({ driver: name, file, setup: SETUP });
  return { perform, close: async () => (await close(), release()) };
}

function tryOut(database) {
  try {
    for (const line of SETUP) database.exec(line);
  } finally {
    database.close();
  }
}

/** The driver's or the file system's code: a word or a number that quotes nothing. */
function reason(error) {
  const code = String(error.errcode ?? error.code ?? "");
  return /^(\d{1,5}|[A-Z_]{2,40})$/.test(code) ? code : "other";
}

/** @returns {{name: string, exported: any}} what `require` takes from everywhere, and what it gives */
function driver() {
  for (const name of DRIVERS) {
    const found = installed(name);
    if (found) return found;
  }
  throw refusal("sqliteStore", "this Node has no node:sqlite (22.13 and later have); install better-sqlite3 or libsql");
}

/** A database that the merchant has opened. Its statements run in the merchant's own thread. */
function shared(database) {
  database.exec(SECURE_DELETE);
  const release = lockOf(database);
  const statements = new Map();
  const perform = (mode, sql, values) => {
    if (mode === "exec") return script(database, sql);
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    if (mode === "all") return statement.all(...values);
    return statement.reader ? statement.all(...values).length : statement.run(...values).changes;
  };
  return {
    perform: (...statement) => patiently(() => briefly(database, () => perform(...statement))),
    close: async () => {
      statements.clear();
      release();
    },
  };
}

/** A script with a transaction of its own leaves none open. */
function script(database, sql) {
  try {
    database.exec(sql);
  } catch (error) {
    if (/^\s*BEGIN\b/i.test(sql)) rollBack(database);
    throw error;
  }
}

function rollBack(database) {
  try {
    database.exec("ROLLBACK");
  } catch {
    // The transaction had not begun, or SQLite has rolled it back.
  }
}

/** Locks the file of a database for this process, if the database has a file and its class can open another one. */
function lockOf(database) {
  const main = database.prepare("PRAGMA database_list").all().find(({ name }) => name === "main");
  const Database = database.constructor;
  if (!main?.file || !fs.existsSync(main.file) || typeof Database.prototype?.exec !== "function") return () => {};
  return lock(main.file, (file) => new Database(file));
}

/** Runs a statement with a short busy timeout: within the driver's own wait the event loop stands still. */
function briefly(database, use) {
  const [{ timeout }] = database.prepare("PRAGMA busy_timeout").all();
  if (timeout <= BLOCKING_MS) return use();
  database.exec(`PRAGMA busy_timeout = ${BLOCKING_MS}`);
  try {
    return use();
  } finally {
    database.exec(`PRAGMA busy_timeout = ${timeout}`);
  }
}

/** Tries again as long as another connection holds the lock. */
async function patiently(use) {
  const end = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return use();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
    }
    await setTimeout(RETRY_MS);
  }
}

/** The driver's own text may quote a value. */
async function answered(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error?.fault) throw error;
    throw faulty(TAKEN.includes(error?.errcode ?? error?.code) ? "unique violation" : "refused by the database", reason(error));
  }
}

/** Some drivers round what a number cannot hold; it is refused here. */
function row(given) {
  const entries = Object.entries(given);
  return Object.fromEntries(entries.map(([name, value]) => [name, ["bigint", "number"].includes(typeof value) ? number(value) : value]));
}
