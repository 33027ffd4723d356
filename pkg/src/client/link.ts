// The functions of a client for `<ivy-bank-connect>` and the React entry, which are files of their own.

import type { Customer } from "../calls/customer.ts";
import type { Listener } from "../calls/events.ts";
import { peekInitial, takeInitial, type InitialOutcome } from "./initial.ts";

/** The key of the functions in a client. */
export const LINK: unique symbol = Symbol.for("ivy-data-session.link");

/** The functions of a client that are not public. */
export type ClientLink = Pick<Customer, "changes" | "onChange"> & {
  /** See {@link peekInitial}. */
  peekInitial(text: string | undefined, maxAgeMs?: number): InitialOutcome | undefined;
  /** See {@link takeInitial}. */
  takeInitial(text: string | undefined, maxAgeMs?: number): InitialOutcome | undefined;
};

/** Makes the functions of a client. */
export function linkOf(owner: Listener & { customer: Customer }): ClientLink {
  const { changes, onChange } = owner.customer;
  return {
    changes,
    onChange,
    peekInitial: (text, maxAgeMs) => peekInitial(owner, text, maxAgeMs),
    takeInitial: (text, maxAgeMs) => takeInitial(owner, text, maxAgeMs),
  };
}
