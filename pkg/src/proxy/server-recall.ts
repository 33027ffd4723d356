// Recall on the server: its options and its result.

import type { NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import { configError } from "./errors/config-error.ts";

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

/** The result as the core writes it: `offered` is the position of the session to offer. */
type CoreRecall = Omit<ServerRecall, "outcome"> & {
  outcome: (Omit<RecalledOutcome, "session"> & { offered: number | null }) | NotRecalledOutcome | null;
};

/** Returns the JSON of a page's request. The core checks its members. */
export function sessionRequestJson(request: unknown): string {
  const json = typeof request === "object" && request !== null ? jsonOf(request) : undefined;
  if (json === undefined) throw configError("recall: sessionRequest", "no plain object; expected the request of the page's recallBank");
  return json;
}

/** Returns nothing for a value that JSON cannot hold, such as one inside of itself. */
function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Reads the core's result. */
export function toServerRecall(json: string): ServerRecall {
  const { outcome, ...others }: CoreRecall = JSON.parse(json);
  if (outcome?.kind !== "recalled") return { outcome, ...others };
  const { offered, ...rest } = outcome;
  const session = offered === null ? null : (rest.sessions[offered] ?? null);
  return { outcome: { ...rest, session }, ...others };
}
