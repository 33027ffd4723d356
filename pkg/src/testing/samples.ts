// Outcomes to script, of people and accounts made for tests.

import type { LoginOutcome, NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import type { DataSession } from "../model/session.ts";
import { defined } from "../shared/values.ts";
import type { ScriptValue } from "./script-value.ts";

/**
 * Members to replace in a sample. One that is `undefined` leaves the sample's own.
 *
 * @example
 * ```ts
 * import type { LoginOutcome } from "ivy-data-session";
 * import { sampleLogin, type SampleChanges } from "ivy-data-session/testing";
 *
 * const changes: SampleChanges<LoginOutcome> = { reason: "too_old", expiresAt: undefined };
 * console.log(sampleLogin(changes).reason, sampleLogin(changes).expiresAt); // too_old null
 * ```
 */
export type SampleChanges<Sample> = { [Member in keyof Sample as Member extends "kind" ? never : Member]?: ScriptValue<Sample[Member]> | undefined };

/**
 * A completed session of a person made for tests, with one account whose IBAN is valid.
 *
 * @param changes fields to have instead, at the top of the session. A field that is `undefined` is missing, except `id` and `status`
 * @example
 * ```ts
 * import { sampleSession } from "ivy-data-session/testing";
 *
 * const session = sampleSession({ id: "s7" });
 * console.log(session.id, session.data?.accounts?.[0]?.identifier?.iban?.iban); // s7 DE89370400440532013000
 * ```
 */
export function sampleSession(changes: { [Field in keyof DataSession]?: DataSession[Field] | undefined } = {}): DataSession {
  const iban = { iban: "DE89370400440532013000", bban: "370400440532013000", bic: "COBADEFFXXX" };
  const { id = "session-1", status = "complete", ...others } = changes;
  return {
    id,
    status,
    referenceId: "order-1",
    createdAt: 1_767_225_600,
    market: "DE",
    data: {
      bankName: "Test Bank",
      identity: { name: "Ada Example", dateOfBirth: "1985-12-10" },
      accounts: [{ name: "Main account", type: "checking", identifier: { iban }, handle: "handle-1" }],
    },
    ...others,
  };
}

/**
 * The outcome of `connectBank` for a shopper who needs no bank login. The first session is the one to offer, unless
 * `changes` says otherwise.
 *
 * @example
 * ```ts
 * import { sampleRecalled, sampleSession } from "ivy-data-session/testing";
 *
 * const several = sampleRecalled({ sessions: [sampleSession(), sampleSession({ id: "s2" })], session: null });
 * console.log(several.kind, several.sessions.length); // recalled 2
 * ```
 */
export function sampleRecalled(changes: SampleChanges<RecalledOutcome> = {}): RecalledOutcome {
  const { sessions = [sampleSession()] } = changes;
  const session = sessions[0] ?? null;
  return changed<RecalledOutcome>({ kind: "recalled", sessions, session, ageDays: 7, identityDiffers: false }, changes);
}

/**
 * The outcome of `connectBank` for a shopper who has to log in. Its `redirectUrl` leads nowhere.
 *
 * @example
 * ```ts
 * import { sampleLogin } from "ivy-data-session/testing";
 *
 * console.log(sampleLogin({ reason: "too_old" }).reason); // too_old
 * ```
 */
export function sampleLogin(changes: SampleChanges<LoginOutcome> = {}): LoginOutcome {
  const sample: LoginOutcome = {
    kind: "login",
    id: "session-2",
    referenceId: "order-2",
    redirectUrl: "https://bank.example/login",
    expiresAt: null,
    reason: "no_past_session",
  };
  return changed(sample, changes);
}

/**
 * The outcome of `recallBank` for a shopper who is not known.
 *
 * @example
 * ```ts
 * import { createFakeClient, sampleNotRecalled } from "ivy-data-session/testing";
 *
 * const ivy = createFakeClient({ recallBank: sampleNotRecalled({ reason: "guest" }) });
 * console.log((await ivy.recallBank({ permissions: ["identity"] })).kind); // not_recalled
 * ```
 */
export function sampleNotRecalled(changes: SampleChanges<NotRecalledOutcome> = {}): NotRecalledOutcome {
  return changed<NotRecalledOutcome>({ kind: "not_recalled", reason: "no_past_session" }, changes);
}

/**
 * An outcome as the merchant's server renders it into the page: `initial` of the proxy's `recall`.
 *
 * @param members `at` is the time of the outcome in epoch seconds, by default now; `owner` is the tag of the customer
 * @example
 * ```ts
 * import { sampleInitial, sampleRecalled } from "ivy-data-session/testing";
 *
 * const initial = sampleInitial(sampleRecalled(), { owner: "ada" });
 * console.log(initial === encodeURIComponent(initial)); // true
 * ```
 */
export function sampleInitial(outcome: RecalledOutcome | NotRecalledOutcome, members: { at?: number | undefined; owner?: string | undefined } = {}): string {
  const { at = Math.floor(Date.now() / 1000), owner = "owner-1" } = members;
  const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, at, owner, outcome: rendered(outcome) }));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/** Returns an outcome with the position of the offered session in its place. */
function rendered(outcome: RecalledOutcome | NotRecalledOutcome): object {
  if (outcome.kind !== "recalled") return outcome;
  const { session, ...others } = outcome;
  const offered = others.sessions.findIndex(({ id }) => id === session?.id);
  return { ...others, offered: offered < 0 ? null : offered };
}

/** Returns the sample with the members that are to be replaced. */
function changed<Sample>(sample: ScriptValue<Sample> & object, changes: SampleChanges<Sample>): Sample {
  // `readonly` does not exist at run time.
  return { ...sample, ...defined(changes) } as Sample;
}
