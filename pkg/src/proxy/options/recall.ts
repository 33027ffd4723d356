// The options and the result of a recall on the server.

import type { NotRecalledOutcome, RecalledOutcome } from "../../calls/outcomes.ts";

/**
 * The options of {@link Proxy.recall}.
 *
 * @example
 * ```ts
 * import type { RecallOptions } from "ivy-data-session/proxy";
 *
 * const options: RecallOptions = { maxAgeDays: 90, deadlineMs: 200 };
 * console.log(options.deadlineMs); // 200
 * ```
 */
export type RecallOptions = {
  /** The greatest age of a past session, in days; by default any age. */
  maxAgeDays?: number | undefined;
  /** The permissions whose data a past session must have; by default those of the request. */
  required?: readonly string[] | undefined;
  /** The time after which the page is sent without an offer, in milliseconds; by default 300. */
  deadlineMs?: number | undefined;
};

/**
 * The result of {@link Proxy.recall}.
 *
 * @example
 * ```ts
 * import type { ServerRecall } from "ivy-data-session/proxy";
 *
 * const bankOf = ({ outcome }: ServerRecall) => (outcome?.kind === "recalled" ? outcome.session?.data?.bankName : undefined);
 * console.log(bankOf.length); // 1
 * ```
 */
export type ServerRecall = {
  /** The outcome, as `recallBank` gives it; `null` if the deadline has passed. */
  outcome: RecalledOutcome | NotRecalledOutcome | null;
  /**
   * The list for the option `list` of the page's client; `null` if there is none, and while recall is switched off. `now` is the
   * proxy's clock in seconds since 1970, `guest` is true if nobody is signed in, `owner` is the tag of the customer or guest.
   */
  list: { body: string; now: number; guest: boolean; owner: string } | null;
  /**
   * The outcome for the option `initial` of the page: base64url, which is safe in text, attributes and scripts. Empty if the
   * deadline has passed or the list is not available; then the page's client asks by itself.
   */
  initial: string;
  /** The headers of the response with the page. */
  headers: { "cache-control": "no-store"; vary: "Cookie" };
};
