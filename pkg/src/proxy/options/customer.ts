// The customer whom the merchant's sign-in names.

import { configError, wrongKind } from "../errors/config-error.ts";
import { property } from "../property.ts";
import { secondsOf } from "./checks.ts";

/**
 * A customer who is signed in, as your own sign-in says. The proxy trusts this value: it decides whose bank data a browser may see.
 *
 * @example
 * ```ts
 * import type { Customer } from "ivy-data-session/proxy";
 *
 * const ada: Customer = { customerId: "c-1", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") };
 * console.log(ada.customerId); // c-1
 * ```
 */
export type Customer = {
  /** Your own id of the customer, at most 200 characters: never changed, never given to another. */
  customerId: string;
  /** The e-mail address. It counts only together with `emailVerifiedAt`. */
  email?: string | null | undefined;
  /** The time when the address was verified for this customer, in seconds since 1970. Older sessions found by it are left out. */
  emailVerifiedAt?: Date | number | null | undefined;
  /** The phone number. It counts only together with `phoneVerifiedAt`. */
  phone?: string | null | undefined;
  /** The time when the number was verified for this customer, likewise. */
  phoneVerifiedAt?: Date | number | null | undefined;
};

/** A verified address or number, as the core takes it. `since` is in seconds since 1970. */
type Verified = { value: string; since: number };

/**
 * Converts the result of `identify`.
 *
 * @returns JSON; `undefined` for a guest
 * @throws a sentence for a value that is neither a customer nor `null`; the sentence does not contain the value
 */
export function identifiedCustomer(found: unknown): string | undefined {
  if (found === null) return undefined;
  if (typeof found !== "object") throw wrongKind("identify: its result", found, "a customer, or null for somebody who is not signed in");
  return customerJson(found, "identify");
}

/**
 * Converts a {@link Customer}.
 *
 * @param option the option or the function that the customer comes from, for the message
 * @returns JSON
 * @throws a sentence for a value that is no customer; the sentence does not contain the value
 */
export function customerJson(given: unknown, option: string): string {
  const id = property(given, "customerId");
  if (typeof id !== "string" || id.trim() === "") throw wrongKind(`${option}: customerId`, id, "a text that is not empty");
  return JSON.stringify({ id, email: verified(given, "email", option), phone: verified(given, "phone", option) });
}

/** Returns nothing for an address or number that was never verified: no session may be found by it. */
function verified(given: unknown, name: "email" | "phone", option: string): Verified | undefined {
  const [value, verifiedAt] = [property(given, name), property(given, `${name}VerifiedAt`)];
  if (value === undefined || value === null || verifiedAt === undefined || verifiedAt === null) return undefined;
  if (typeof value !== "string") throw wrongKind(`${option}: ${name}`, value, "a text");
  // Rounded up, as sessions that are older than the verification are left out.
  const since = secondsOf(verifiedAt);
  if (since === undefined) throw configError(option, `${name}VerifiedAt is no moment; expected a Date, or seconds since 1970`);
  return { value, since };
}
