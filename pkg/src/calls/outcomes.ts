// Outcomes of the methods of a client.

import type { IvyError } from "../errors/ivy-error.ts";
import type { DataSession } from "../model/session.ts";
import type { LoginReason } from "../model/words.ts";

/**
 * Past sessions can stand in for a bank login. Nothing of them is used before the shopper says so.
 *
 * @example
 * ```ts
 * import type { RecalledOutcome } from "ivy-data-session";
 * import { sampleRecalled } from "ivy-data-session/testing";
 *
 * const tell = ({ session, sessions }: RecalledOutcome) => session?.data?.bankName ?? `choose from ${sessions.length}`;
 * console.log(tell(sampleRecalled())); // Test Bank
 * ```
 */
export type RecalledOutcome = {
  kind: "recalled";
  /** All that will do: newest first, those without a date last. */
  sessions: DataSession[];
  /** The one to offer; `null` where the shopper has to choose. */
  session: DataSession | null;
  /** Whole days since `session` was created, by the proxy's clock; `null` where that is not known. */
  ageDays: number | null;
  /** True if the sessions name different people. */
  identityDiffers: boolean;
};

/**
 * No past session can stand in for a bank login. Nothing was created.
 *
 * @example
 * ```ts
 * import type { NotRecalledOutcome } from "ivy-data-session";
 *
 * const isNew = ({ reason }: NotRecalledOutcome) => reason === "no_past_session";
 * console.log(isNew({ kind: "not_recalled", reason: "too_old" })); // false
 * ```
 */
export type NotRecalledOutcome = {
  kind: "not_recalled";
  reason: LoginReason;
  /** With `list_unavailable`: why there is no list. */
  problem?: IvyError | undefined;
};

/**
 * The shopper has to log in to the bank: {@link Client.openBankLogin}.
 *
 * @example
 * ```ts
 * import type { LoginOutcome } from "ivy-data-session";
 * import { sampleLogin } from "ivy-data-session/testing";
 *
 * const isLate = ({ expiresAt }: LoginOutcome) => expiresAt !== null && expiresAt * 1000 < Date.now();
 * console.log(isLate(sampleLogin({ expiresAt: 0 }))); // true
 * ```
 */
export type LoginOutcome = {
  kind: "login";
  id: string;
  referenceId: string;
  redirectUrl: string;
  /** Epoch seconds. */
  expiresAt: number | null;
  reason: LoginReason;
  /** With `list_unavailable`: why there is no list. */
  problem?: IvyError | undefined;
};

/**
 * The outcome of {@link Client.connectBank}.
 *
 * @example
 * ```ts
 * import type { ConnectOutcome } from "ivy-data-session";
 * import { sampleLogin, sampleRecalled } from "ivy-data-session/testing";
 *
 * const tell = (outcome: ConnectOutcome) => (outcome.kind === "recalled" ? outcome.sessions.length : outcome.reason);
 * console.log(tell(sampleRecalled()), tell(sampleLogin({ reason: "guest" }))); // 1 guest
 * ```
 */
export type ConnectOutcome = RecalledOutcome | LoginOutcome;

/**
 * The result of a bank login.
 *
 * @example
 * ```ts
 * import type { LoginResult } from "ivy-data-session";
 *
 * const tell = (result: LoginResult) => (result.kind === "connected" ? result.session.id : result.referenceId);
 * console.log(tell({ kind: "pending", referenceId: "order-1" })); // order-1
 * ```
 */
export type LoginResult =
  | { kind: "connected"; session: DataSession }
  | { kind: "pending"; referenceId: string }
  | { kind: "not_connected"; referenceId: string; reason: "error" | "expired" | "unknown" };
