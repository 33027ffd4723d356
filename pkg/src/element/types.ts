// The options and events of the element.

import type { LoginResult, RecalledOutcome } from "../calls/outcomes.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import type { IvyError } from "../errors/ivy-error.ts";
import type { BankChoice } from "../flow/state.ts";

/**
 * Further options of {@link IvyBankConnectElement}.
 *
 * @example
 * ```ts
 * import type { BankConnectElementOptions } from "ivy-data-session/element";
 *
 * const options: BankConnectElementOptions = { maxAgeDays: 90, recall: false };
 * console.log(options.resume ?? true); // true
 * ```
 */
export type BankConnectElementOptions = Pick<ConnectOptions, "maxAgeDays" | "require"> & {
  /** True if the element resumes a login that returns to this page, when it is connected. Default true. */
  resume?: boolean;
  /** True if the element looks for past sessions automatically, when it is connected. Default true. */
  recall?: boolean;
};

/**
 * The events of the element. All but `error` bubble, and leave the shadow trees that they are in.
 *
 * - `choose`: the shopper chose an account, by a click. The one to act upon.
 * - `recalled`: past sessions are on offer. The shopper has said nothing yet.
 * - `connected`: the shopper came back with a connected bank.
 * - `notconnected`: the shopper came back without.
 * - `error`: a call failed.
 *
 * @example
 * ```ts
 * import type { BankConnectEventMap } from "ivy-data-session/element";
 *
 * const chosen = ({ detail }: BankConnectEventMap["choose"]) => detail.session.id;
 * const detail = { session: { id: "s1", status: "complete" }, account: {}, handle: "h1" };
 * console.log(chosen(new CustomEvent("choose", { detail }))); // s1
 * ```
 */
export type BankConnectEventMap = {
  choose: CustomEvent<BankChoice>;
  recalled: CustomEvent<RecalledOutcome>;
  connected: CustomEvent<Extract<LoginResult, { kind: "connected" }>>;
  notconnected: CustomEvent<Extract<LoginResult, { kind: "not_connected" }>>;
  error: CustomEvent<IvyError>;
};
