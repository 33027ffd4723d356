// The customer whom a client's responses are for. The proxy names nobody: its header `Ivy-Owner` has an opaque tag, which is
// another one for another customer, and after a sign-in or a sign-out.

import { attempt } from "../shared/values.ts";
import { emit, type Listener } from "./events.ts";

/** A client's knowledge of its customer. */
export type Customer = {
  /** Returns the count of changes of the customer so far. */
  changes(): number;
  /**
   * Takes the tag of a response, if it has one. `sent` is the count of changes when its request was sent; `undefined` if the
   * page was given the response. Returns false if the response is for an earlier customer.
   */
  accept(tag: string | undefined, sent?: number): boolean;
  /** Returns true if a value with this tag that the page was given may be for the present customer. */
  mayBe(tag: string | undefined): boolean;
  /** Drops the customer: another one has signed in, perhaps. */
  change(): void;
  /** Calls a listener after each change. Returns the function that removes it. */
  onChange(listener: () => void): () => void;
  /** The time of the last removal of a session, in the proxy's epoch seconds. */
  forgottenAt: number;
};

/**
 * Makes the knowledge of a client, which knows no customer yet. `returns` counts how often the page has come from the
 * back/forward cache.
 */
export function createCustomer(events: Listener, returns: () => number = () => 0): Customer {
  let tag: string | undefined;
  let count = 0;
  /** The count of returns that was seen last. */
  let seen = returns();
  const listeners = new Set<() => void>();

  /** After a return from the back/forward cache somebody else may use the browser. Flows notice that by themselves. */
  function changes(): number {
    const now = returns();
    if (seen !== now) {
      seen = now;
      tag = undefined;
      count++;
    }
    return count;
  }

  function changeTo(next: string | undefined): void {
    tag = next;
    count++;
    emit(events, { type: "customer_changed" });
    listeners.forEach((listener) => attempt(listener));
  }

  function mayBe(other: string | undefined): boolean {
    // After a change by hand the tag is unknown until the next response: nothing from before it is trusted.
    const isFirst = changes() === 0 && tag === undefined;
    return isFirst || other === undefined || other === tag;
  }

  return {
    changes,
    mayBe,
    accept(next, sent) {
      const isCurrent = sent === undefined ? mayBe(next) : sent === changes() || (next !== undefined && next === tag);
      if (!isCurrent) return false;
      if (tag === undefined) tag = next;
      else if (next !== undefined && next !== tag) changeTo(next);
      return true;
    },
    change: () => changeTo(undefined),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    forgottenAt: -Infinity,
  };
}
