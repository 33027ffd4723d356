/**
 * Checks of a response's body by the library. Each of these functions calls it, and returns `unreadable`, the reason, alone
 * if the body cannot be read.
 */
import { library } from "./instance.js";

/**
 * Checks a list. `spans` holds the start and the end of each usable session in turn, in bytes.
 *
 * @param {Uint8Array} bytes
 * @returns {{unreadable?: string, spans?: any, rejected?: any, warnings?: any}}
 */
export function readList(bytes) {
  // A list without findings has no members for them.
  return { rejected: [], warnings: [], ...library.scanList(bytes) };
}

/**
 * Checks one session, or the one that is a member of the body.
 *
 * @param {Uint8Array} bytes
 * @param {string} [member]
 * @returns {{unreadable?: string, issues?: any, warnings?: any}}
 */
export function readSession(bytes, member) {
  return library.scanSession(bytes, member);
}

/**
 * Checks a list and decides whether one of its sessions can be reused: see `decide` in `src/wasm/bodies.rs`.
 *
 * @param {Uint8Array} bytes
 * @param {string[]} required permissions
 * @param {number | undefined} maxAgeDays
 * @param {number | undefined} now the proxy's clock in epoch seconds, if it is known
 * @returns {any}
 */
export function readPast(bytes, required, maxAgeDays, now) {
  return library.decide(bytes, required, maxAgeDays, now);
}
