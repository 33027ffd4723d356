// The outcome of a login, as the merchant's functions get it.

import type { DataSession } from "../../model/session.ts";

/**
 * The outcome of a bank login.
 *
 * @example
 * ```ts
 * import type { Login } from "ivy-data-session/proxy";
 *
 * const tell = ({ status }: Login) => (status === "complete" ? "connected" : "not connected");
 * console.log(tell({ referenceId: "order-1-x", status: "pending" })); // not connected
 * ```
 */
export type Login = {
  /** The session's reference, by which the outcome can be read again. */
  referenceId: string;
  /** Ivy's id of the session. */
  sessionId?: string | undefined;
  /** `pending`: not known yet. */
  status: "complete" | "pending" | "error" | "expired";
  /** The session of a complete login, with the fields that a page may see. */
  session?: DataSession | undefined;
};

/**
 * The outcome of a login that began without JavaScript, for `afterPlainReturn`.
 *
 * @example
 * ```ts
 * import type { PlainReturn } from "ivy-data-session/proxy";
 *
 * const next = ({ status, again }: PlainReturn) => (status === "unauthorized" && again ? `/sign-in?next=${encodeURIComponent(again)}` : "/checkout");
 * console.log(next({ status: "complete" })); // /checkout
 * ```
 */
export type PlainReturn = {
  /**
   * The login's own outcome; `unauthorized`: nobody is signed in, in the browser that began this login; `not_found`: nothing is
   * known of this login here; `unavailable`: your sign-in or the database could not be asked, and nothing changed.
   */
  status: Login["status"] | "unauthorized" | "not_found" | "unavailable";
  /** The login, if its outcome is known. */
  login?: Login | undefined;
  /** The path at which the shopper can continue later, of `unauthorized` (after the sign-in) and `unavailable`. */
  again?: string | undefined;
};
