// The outcome that the merchant's server has rendered into the page: `initial` of the proxy's `recall`.

import type { Customer } from "../calls/customer.ts";
import { emit, type IvyEvent, type Listener } from "../calls/events.ts";
import type { NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import type { DataSession } from "../model/session.ts";
import type { LoginReason } from "../model/words.ts";
import { decodeUtf8 } from "../decode/body.ts";
import { attempt, isObject } from "../shared/values.ts";

/** The version of the text that this library reads. */
const VERSION = 1;

/** The greatest age of an outcome that is shown, in milliseconds. */
const MAX_AGE_MS = 300_000;

/** The first outcome of a page. */
export type InitialOutcome = RecalledOutcome | NotRecalledOutcome;

/** A read text. `at` is its time in epoch seconds, `owner` the tag of the customer. */
type Initial = { at: number; owner: string; outcome: InitialOutcome };

/** The reason why a text is not used. */
type Ignored = Extract<IvyEvent, { type: "initial_ignored" }>["reason"];

/** The client's state that matters for a text. */
type Owner = Listener & { customer: Customer };

/** Returns the outcome of a text if it may be shown. Changes nothing, so that it can be called while a page is rendered. */
export function peekInitial(owner: Owner, text: unknown, maxAgeMs?: number): InitialOutcome | undefined {
  const found = judge(owner, text, maxAgeMs);
  return typeof found === "string" ? undefined : found?.outcome;
}

/** Returns the outcome of a text, which is then the client's last answer. Emits an event if the text is not used. */
export function takeInitial(owner: Owner, text: unknown, maxAgeMs?: number): InitialOutcome | undefined {
  const found = judge(owner, text, maxAgeMs);
  if (typeof found === "string") emit(owner, { type: "initial_ignored", reason: found });
  if (!found || typeof found === "string") return undefined;
  const { outcome } = found;
  owner.customer.accept(found.owner);
  if (outcome.kind === "recalled") emit(owner, { type: "recalled", sessions: outcome.sessions.length, ageDays: outcome.ageDays });
  return outcome;
}

/** Returns a read text, or the reason why it is not used. An empty text says that the server has no outcome. */
function judge({ customer }: Owner, text: unknown, maxAgeMs = MAX_AGE_MS): Initial | Ignored | undefined {
  if (text === undefined || text === "") return undefined;
  const found = attempt(() => read(text));
  if (!found) return "unreadable";
  if (!customer.mayBe(found.owner)) return "other_customer";
  const isOld = Date.now() - found.at * 1000 > maxAgeMs || found.at <= customer.forgottenAt;
  return isOld ? "too_old" : found;
}

/** Reads a text: base64url of JSON. Throws, or returns `undefined`, if it is not one of this version. */
function read(text: unknown): Initial | undefined {
  const binary = atob(String(text).replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const { v, at, owner, outcome } = JSON.parse(decodeUtf8(bytes));
  const made = v === VERSION && Number.isFinite(at) && typeof owner === "string" ? outcomeOf(outcome) : undefined;
  return made && { at, owner, outcome: made };
}

/** Returns an outcome whose sessions have the members that a page reads. The proxy has checked the others. */
function outcomeOf({ kind, reason, sessions, offered, ageDays, identityDiffers }: Record<string, unknown>): InitialOutcome | undefined {
  // A newer proxy may have more reasons.
  if (kind === "not_recalled" && typeof reason === "string") return { kind, reason: reason as LoginReason };
  if (kind !== "recalled" || !Array.isArray(sessions) || !sessions.length || !sessions.every(isSession)) return undefined;
  const session = offered === null ? null : typeof offered === "number" ? sessions[offered] : undefined;
  if (session === undefined) return undefined;
  return { kind, sessions, session, ageDays: ageDays as number | null, identityDiffers: identityDiffers as boolean };
}

function isSession(value: unknown): value is DataSession {
  if (!isObject(value) || typeof value.id !== "string" || typeof value.status !== "string") return false;
  const { data = {} } = value;
  return isObject(data) && (data.accounts === undefined || (Array.isArray(data.accounts) && data.accounts.every(isObject)));
}
