// Recognizes a value that was passed to the wrong function, so that the error can name the right one.

import { configError, kindOf, misconfigured } from "../errors/config-error.ts";
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
  const kind = knownKind(value);
  return hasFunctions(value, functions) && (kind === undefined || kind.taker === taker);
}

/**
 * Makes the error for a value that a function does not take.
 *
 * @param taker the function
 * @param expected the expected value, in words
 */
export function wrongValue(taker: StoreFunction, value: unknown, expected: string): IvyError {
  const { kind, advice } = described(value, taker);
  return configError(taker, `${kind}; expected ${expected}${advice}`);
}

/** Makes the error for a value that is no store. */
export function wrongStore(path: string, value: unknown, expected: string): IvyError {
  const { kind, advice } = described(value);
  return misconfigured(`${path} is ${kind}; expected ${expected}${advice}`);
}

/** Returns the kind of a value, and the advice if another function takes it. A database may lack a function that its own store needs. */
function described(value: unknown, taker?: StoreFunction): { kind: string; advice: string } {
  const known = knownKind(value);
  const url = URLS.find(({ form, takers }) => typeof value === "string" && form.test(value) && (taker === undefined || !takers.includes(taker)));
  if (url) return { kind: "a string", advice: `; ${url.advice}` };
  if (known === undefined || known.taker === taker) return { kind: kindOf(value), advice: "" };
  return { kind: known.name, advice: typeof known.taker === "string" ? `; use ${known.taker}` : `; ${known.taker.advice}` };
}

function knownKind(value: unknown): Kind | undefined {
  return KINDS.find(({ isCallable = false, functions }) => (typeof value === "function") === isCallable && hasFunctions(value, functions));
}
