/**
 * What the merchant's sign-in says of a request, in the form of the core.
 */

/** Later than any time in seconds that is of use: what is greater counts milliseconds. */
const LATEST_SECOND = 100_000_000_000;

/**
 * @param {any} found what `identify` gave
 * @returns {string | undefined} JSON; `undefined` for a guest
 * @throws {Error} where that is neither a customer nor `null`; the message holds no value of it
 */
export function customer(found) {
  if (found === null) return undefined;
  if (typeof found !== "object") throw new Error("identify: expected a customer, or null for somebody who is not signed in");
  if (typeof found.customerId !== "string" || found.customerId.trim() === "") {
    throw new Error("identify: expected customerId as a text that is not empty");
  }
  return JSON.stringify({ id: found.customerId, email: verified(found, "email"), phone: verified(found, "phone") });
}

/** An address or number that was never verified is not passed on: nothing may be found by it. */
function verified(found, name) {
  const [value, at] = [found[name], found[`${name}VerifiedAt`]];
  if (value === undefined || value === null || at === undefined || at === null) return undefined;
  if (typeof value !== "string") throw new Error(`identify: expected ${name} as a text`);
  const seconds = at instanceof Date ? at.getTime() / 1000 : at;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds < LATEST_SECOND)) {
    throw new Error(`identify: expected ${name}VerifiedAt as a Date or in seconds since 1970`);
  }
  // Sessions that are older than the verification are left out: a part of a second counts for that.
  return { value, since: Math.ceil(seconds) };
}
