// The state of a bank connection, as the element and the React entry show it.

import type { LoginOutcome, LoginResult, RecalledOutcome } from "../calls/outcomes.ts";
import type { Account, DataSession } from "../model/session.ts";

/**
 * The state of the bank connection.
 *
 * - `idle`: nothing was asked for, or nothing was found.
 * - `loading`: past sessions are looked for (`recall`), or what became of a login (`return`).
 * - `connecting`: the shopper's click is under way. More actions are ignored.
 * - `recalled`: past sessions will do. The shopper chooses, or asks for another bank.
 * - `forgetting`, `forgotten`: the shopper wants a bank not to be remembered any more.
 * - `redirecting`: the page is being left for the bank, or the bank is in a window of its own.
 * - `connected`: the shopper is back, and here is what was shared.
 * - `pending`: the shopper is back, and the bank is not done; `retry` asks again.
 * - `not_connected`: the shopper is back without having connected.
 * - `failed`: a call failed; `retry` does it again. An error that `isIvyError` does not know is a fault in a program.
 *
 * @example
 * ```ts
 * import type { BankConnectState } from "ivy-data-session/element";
 *
 * const isBusy = ({ status }: BankConnectState) => status === "connecting" || status === "redirecting";
 * console.log(isBusy({ status: "connecting" })); // true
 * ```
 */
export type BankConnectState =
  | { status: "idle" }
  | { status: "loading"; task: "recall" | "return" }
  | { status: "connecting" }
  | { status: "recalled"; outcome: RecalledOutcome }
  | { status: "forgetting"; outcome: RecalledOutcome }
  | { status: "forgotten" }
  | { status: "redirecting"; outcome: LoginOutcome; mode: "redirect" | "popup" }
  | { status: "connected"; session: DataSession }
  | { status: "pending"; referenceId: string }
  | { status: "not_connected"; referenceId: string; reason: NotConnected["reason"] }
  | { status: "failed"; error: Error };

/** The state before the first call. */
export const IDLE: BankConnectState = Object.freeze({ status: "idle" });

/**
 * A login that ended without a connection.
 *
 * @example
 * ```ts
 * import type { NotConnected } from "ivy-data-session/element";
 *
 * const tell = ({ reason }: NotConnected) => (reason === "expired" ? "That took too long" : "Your bank was not connected");
 * console.log(tell({ referenceId: "order-1", reason: "expired" })); // That took too long
 * ```
 */
export type NotConnected = Omit<Extract<LoginResult, { kind: "not_connected" }>, "kind">;

/**
 * The account that the shopper chose. Post `session.id` and `handle` to your server, which fetches the session again before
 * it uses the account.
 *
 * @example
 * ```ts
 * import type { BankChoice } from "ivy-data-session/element";
 *
 * const toPost = ({ session, handle }: BankChoice) => JSON.stringify({ sessionId: session.id, handle });
 * console.log(toPost({ session: { id: "s1", status: "complete" }, account: { handle: "h1" }, handle: "h1" })); // {"sessionId":"s1","handle":"h1"}
 * ```
 */
export type BankChoice = {
  session: DataSession;
  /** `undefined` for a session without accounts. */
  account: Account | undefined;
  /**
   * The account's handle, as the proxy gave it. `null` for a session without accounts, and for an account without a handle:
   * neither can be paid with.
   */
  handle: string | null;
};
