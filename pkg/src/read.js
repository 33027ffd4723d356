/**
 * What the library says of an answer's body: it gives arrays (`src/js/read.rs`), here they become objects.
 */
import { library } from "./instance.js";

// What a body is, by its number in `src/js/read.rs`.
const LIST = 0;
const SESSION = 1;
const PAST = 2;

/**
 * Checks a list. `places`: start and end of each usable session in turn, in bytes. Each of these functions calls the
 * library, and gives a `reason` alone where the body cannot be read.
 *
 * @param {Uint8Array} bytes
 * @returns {{reason?: string, places?: any, rejected?: any, warnings?: any}}
 */
export function readList(bytes) {
  const found = read(LIST, bytes);
  // Of a list without a fault there are the places alone.
  if (found instanceof Uint32Array) return { places: found, rejected: [], warnings: [] };
  return named(found, ([places, rejected, warnings]) => ({ places, rejected: findings(rejected), warnings: findings(warnings) }));
}

/**
 * Checks one session, or the one that a member of the body is.
 *
 * @param {Uint8Array} bytes
 * @param {string} [member]
 * @returns {{reason?: string, issues?: any, warnings?: any}}
 */
export function readSession(bytes, member) {
  return named(read(SESSION, bytes, member), ([found, warnings]) => ({ issues: issues(found), warnings: issues(warnings) }));
}

/**
 * Checks a list and decides by it.
 *
 * @param {Uint8Array} bytes
 * @param {string} required permissions, separated by commas
 * @param {number | undefined} maxAgeDays
 * @param {number} now the proxy's clock in epoch seconds, NaN where it is not known
 * @returns {any}
 */
export function readPast(bytes, required, maxAgeDays, now) {
  return named(read(PAST, bytes, required, maxAgeDays, now), ([sessions, login, places, offered, ageDays, identityDiffers]) => ({
    sessions,
    login,
    places,
    offered,
    ageDays,
    identityDiffers,
  }));
}

const read = (kind, bytes, required = "", maxAgeDays = NaN, now = NaN) => library.read(kind, bytes, required, maxAgeDays, now);

const named = (found, name) => (typeof found === "string" ? { reason: found } : name(found));

/** Issues as the package gives them. */
export const issues = (list) => list.map(([path, code, message]) => ({ path, code, message }));

const findings = (list) => list.map(([index, found]) => ({ index, issues: issues(found) }));
