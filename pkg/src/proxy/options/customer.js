/**
 * What the merchant's sign-in says of a request, in the form of the core.
 */

import { secondsOf } from "./checks.js";
import { refusal } from "../errors/config-error.js";

/**
 * @param {any} found what `identify` gave
 * @returns {string | undefined} JSON; `undefined` for a guest
 * @throws {Error} where that is neither a customer nor `null`; the message holds no value of it
 */
export function identified(found) {
  if (found === null) return undefined;
  if (typeof found !== "object") throw refusal("identify", "expected a customer, or null for somebody who is not signed in");
  return customer(found, "identify");
}

/**
 * @param {any} given a customer as `identify` gives one
 * @param {string} place whose customer it is, for the message
 * @returns {string} JSON
 * @throws {Error} where it is none; the message holds no value of it
 */
export function customer(given, place) {
  if (typeof given?.customerId !== "string" || given.customerId.trim() === "") {
    throw refusal(place, "expected customerId as a text that is not empty");
  }
  return JSON.stringify({ id: given.customerId, email: verified(given, "email", place), phone: verified(given, "phone", place) });
}

/** An address or number that was never verified is not passed on: nothing may be found by it. */
function verified(given, name, place) {
  const [value, at] = [given[name], given[`${name}VerifiedAt`]];
  if (value === undefined || value === null || at === undefined || at === null) return undefined;
  if (typeof value !== "string") throw refusal(place, `expected ${name} as a text`);
  // Sessions that are older than the verification are left out: a part of a second counts for that.
  const since = secondsOf(at);
  if (since === undefined) throw refusal(place, `expected ${name}VerifiedAt as a Date or in seconds since 1970`);
  return { value, since };
}
