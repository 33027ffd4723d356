/**
 * The table of sessions in SQLite.
 */
import { faulty } from "./fault.js";
import { installed } from "./installed.js";
import { placeholders } from "./placeholders.js";
import { refusal } from "./refuse.js";
import { checkValues, number } from "./values.js";

/** Node's own module, then packages with the same methods, the most used one first. */
const DRIVERS = [
  { name: "node:sqlite", open: ({ DatabaseSync }, path) => new DatabaseSync(path) },
  { name: "better-sqlite3", open: (Database, path) => new Database(path) },
  { name: "libsql", open: (Database, path) => new Database(path) },
];

/**
 * As the Rust proxy sets a database up: writers wait for each other, and a commit is on the disk before anybody is
 * answered, so that neither a killed process nor a power cut takes back what was acknowledged.
 */
const SETUP = ["PRAGMA busy_timeout = 5000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"];

/** SQLite's own numbers for a value that is there already: SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const TAKEN = [1555, 2067, "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"];

/** See proxy.d.ts. */
export function sqliteStore(place) {
  const isDatabase = typeof place?.prepare === "function" && typeof place.exec === "function";
  if (!isDatabase && (typeof place !== "string" || place === "")) {
    throw refusal("sqliteStore", "expected the path of a file, or a database of node:sqlite, better-sqlite3 or libsql");
  }
  const database = isDatabase ? place : open(place);
  const statements = new Map();
  return {
    dialect: "sqlite",
    execute: async (sql, values) => run(statement(sql), values, (prepared, given) => number(prepared.run(...given).changes)),
    query: async (sql, values) => run(statement(sql), values, (prepared, given) => prepared.all(...given).map(row)),
    script: async (sql) => answered(() => void database.exec(sql)),
    close: async () => {
      statements.clear();
      if (!isDatabase) database.close();
    },
  };

  /** A statement is read by the database when it is used first. */
  function statement(sql) {
    const known = statements.get(sql);
    if (known) return known;
    const { text, arrange } = placeholders(sql);
    const made = { prepared: answered(() => database.prepare(text)), arrange };
    statements.set(sql, made);
    return made;
  }
}

function open(place) {
  for (const { name, open } of DRIVERS) {
    const driver = installed(name);
    if (driver) {
      try {
        const database = open(driver, place);
        for (const line of SETUP) database.exec(line);
        return database;
      } catch {
        throw refusal("sqliteStore", "the file cannot be opened as a database");
      }
    }
  }
  throw refusal("sqliteStore", "this Node has no node:sqlite (22.13 and later have); install better-sqlite3 or libsql");
}

function run({ prepared, arrange }, values, use) {
  checkValues(values);
  // Some drivers bind every number as one with a fraction, and none of them a BigInt.
  const given = arrange(values).map((value) => (typeof value === "number" ? BigInt(value) : value));
  return answered(() => use(prepared, given));
}

/** The driver's own text may quote a value. */
function answered(use) {
  try {
    return use();
  } catch (error) {
    throw error?.fault ? error : faulty(TAKEN.includes(error?.errcode ?? error?.code) ? "unique violation" : "refused by the database");
  }
}

/** Some drivers round what a number cannot hold; it is refused here. */
function row(given) {
  const entries = Object.entries(given);
  return Object.fromEntries(entries.map(([name, value]) => [name, ["bigint", "number"].includes(typeof value) ? number(value) : value]));
}
