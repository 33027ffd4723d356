// Recognizes a value that was passed to the wrong function, so that the error can name the right one.

import { configError } from "../errors/config-error.ts";
import type { IvyError } from "../../errors/ivy-error.ts";
import { property } from "../property.ts";

/** A function that makes a store. */
type StoreFunction = "d1Store" | "libsqlStore" | "neonStore" | "pgliteStore" | "postgresJsStore" | "postgresStore" | "sqliteStore";

/** A kind of value. */
type Kind = {
  name: string;
  /** True if the value itself is a function. */
  isCallable?: true;
  /** The functions that tell the kind. */
  functions: readonly string[];
  /** The function that takes the value, or the advice if there is none. */
  taker: StoreFunction | { advice: string };
};

const NO_MYSQL = { advice: "use PostgreSQL or SQLite" };

/** The kinds. A value is of the first kind whose functions it has. */
const KINDS: readonly Kind[] = [
  { name: "a promise", functions: ["then"], taker: { advice: "await it first" } },
  { name: "a store", functions: ["execute", "query", "script"], taker: { advice: "pass it to createProxy" } },
  { name: "a pool of MySQL", functions: ["query", "getConnection"], taker: NO_MYSQL },
  { name: "a connection of MySQL", functions: ["query", "escape", "format"], taker: NO_MYSQL },
  {
    name: "a session of D1, which may read a replica",
    functions: ["prepare", "batch", "getBookmark"],
    taker: { advice: "pass the database itself to d1Store" },
  },
  { name: "a database of D1", functions: ["prepare", "batch", "dump"], taker: "d1Store" },
  { name: "a client of @libsql/client", functions: ["execute", "batch", "executeMultiple"], taker: "libsqlStore" },
  { name: "a database of sqlite3", functions: ["prepare", "exec", "each"], taker: { advice: "pass its path to sqliteStore" } },
  { name: "a database of SQLite", functions: ["prepare", "exec", "close"], taker: "sqliteStore" },
  { name: "a database of PGlite", functions: ["query", "exec", "transaction"], taker: "pgliteStore" },
  { name: "neon()", isCallable: true, functions: ["query", "transaction"], taker: "neonStore" },
  {
    name: "neon() of a version before 1.0",
    isCallable: true,
    functions: ["transaction"],
    taker: { advice: "update @neondatabase/serverless, and use neonStore" },
  },
  { name: "postgres() of postgres.js", isCallable: true, functions: ["unsafe", "begin"], taker: "postgresJsStore" },
  { name: "a Pool of pg", functions: ["query", "connect"], taker: "postgresStore" },
];

/** Forms of URLs, the functions for their databases, and the advice for all other functions. */
const URLS: readonly { form: RegExp; takers: readonly string[]; advice: string }[] = [
  {
    form: /^postgres(ql)?:\/\//i,
    takers: ["postgresStore", "neonStore", "postgresJsStore", "pgliteStore"] satisfies StoreFunction[],
    advice: "use postgresStore",
  },
  {
    form: /^(libsql|wss?):\/\//i,
    takers: ["libsqlStore"] satisfies StoreFunction[],
    advice: "use libsqlStore with a client for the URL",
  },
];

/** Returns true if a value has all of these functions. */
export function hasFunctions(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => typeof property(value, name) === "function");
}

/** Returns true if a value has the functions that a store calls, and is not of a kind that another function takes. */
export function isFor(taker: StoreFunction, value: unknown, functions: readonly string[]): boolean {
  const kind = kindOf(value);
  return hasFunctions(value, functions) && (kind === undefined || kind.taker === taker);
}

/**
 * Makes the error for a value that a function does not take.
 *
 * @param option the function, or the option of `createProxy`
 * @param expected the expected value, in words
 */
export function wrongValue(option: string, value: unknown, expected: string): IvyError {
  const kind = kindOf(value);
  const url = URLS.find(({ form, takers }) => typeof value === "string" && form.test(value) && !takers.includes(option));
  if (url) return configError(option, `expected ${expected}; ${url.advice}`);
  // A database may lack a function that its own store needs.
  if (kind === undefined || kind.taker === option) return configError(option, `expected ${expected}`);
  const advice = typeof kind.taker === "string" ? `use ${kind.taker}` : kind.taker.advice;
  return configError(option, `${kind.name}; expected ${expected}; ${advice}`);
}

function kindOf(value: unknown): Kind | undefined {
  return KINDS.find(({ isCallable = false, functions }) => (typeof value === "function") === isCallable && hasFunctions(value, functions));
}
