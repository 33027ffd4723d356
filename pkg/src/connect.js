/**
 * The main job: past sessions that can stand in for a bank login, and a new session where none can.
 */
import { checkLoginUrl, queryForUser } from "./checks.js";
import { tell } from "./events.js";
import { init } from "./instance.js";
import { sessionReader } from "./lazy-list.js";
import { operate } from "./operation.js";
import { readPast } from "./read.js";
import { undecodable } from "./refusal.js";
import { create } from "./sessions.js";

/** The most that looking for past sessions may take, in milliseconds: a shopper who has none should not wait for it. */
const LIST_LIMIT_MS = 3_000;

/** Attempts of the list after the first. */
const LIST_RETRIES = 1;

/** @typedef {import("./call.js").Call} Call */
/** @typedef {{maxAgeDays?: number, required?: string[], fresh: boolean}} Wanted */

/**
 * Looks for past sessions that will do. Creates nothing.
 *
 * A list that cannot be had right now (no answer, 408, 429, 5xx) costs the shopper a login, not the checkout: the outcome
 * says so. A list that is refused or cannot be read is an error: a wrong path must not hide behind logins.
 *
 * @param {Call} call
 * @param {string} request in its normal form, as JSON
 * @param {Wanted} wanted
 */
export async function recall(call, request, { maxAgeDays, required, fresh }) {
  if (fresh) return notRecalled("requested");
  const { externalUser, permissions } = JSON.parse(request);
  const query = externalUser ? await queryForUser(call, externalUser) : "{}";
  if (!query) return notRecalled("metadata_only");
  const limits = {
    deadline: Math.min(call.deadline, performance.now() + LIST_LIMIT_MS),
    retries: Math.min(call.settings.retries, LIST_RETRIES),
  };
  let past;
  try {
    past = await operate(call, "list", async (ask) => {
      const answer = await ask(query, limits);
      const decided = await decide(call, answer, required ?? permissions, maxAgeDays);
      return [decided, { type: "listed", sessions: decided.sessions }, answer];
    });
  } catch (/** @type {any} */ error) {
    if (!error.retryable) throw error;
    return { ...notRecalled("list_unavailable"), problem: error };
  }
  if (past.login) return notRecalled(past.login);
  const outcome = recalled(past);
  tell(call.settings, { type: "recalled", sessions: outcome.sessions.length, ageDays: outcome.ageDays });
  return outcome;
}

/**
 * Creates a session, and makes sure that its bank login is a page of Ivy's.
 *
 * @param {Call} call
 * @param {string} request in its normal form, as JSON
 * @param {string} key the `Idempotency-Key`
 */
export function createLogin(call, request, key) {
  return create(call, request, key, async (answer, { id, referenceId, redirectUrl, expiresAt }) => {
    if (typeof id !== "string" || typeof redirectUrl !== "string") throw undecodable(answer);
    await init();
    checkLoginUrl(call.settings, redirectUrl);
    const reference = referenceId ?? JSON.parse(request).referenceId ?? "";
    return { kind: "login", id, referenceId: reference, redirectUrl, expiresAt: expiresAt ?? null };
  });
}

/** Decides by a list: see `decide` in `src/wasm/bodies.rs`. */
async function decide(call, answer, required, maxAgeDays) {
  const { bytes, now, isGuest } = answer;
  const found = await call.library(() => readPast(bytes, required, maxAgeDays, now));
  if (found.unreadable !== undefined) throw undecodable(answer);
  return isGuest ? { sessions: found.sessions, login: "guest" } : { ...found, bytes };
}

function recalled({ bytes, spans, offered, ageDays = null, identityDiffers }) {
  const read = sessionReader(spans, bytes);
  const sessions = Array.from({ length: spans.length / 2 }, (_, position) => read(position));
  return { kind: "recalled", sessions, session: sessions[offered] ?? null, ageDays, identityDiffers };
}

function notRecalled(reason) {
  return { kind: "not_recalled", reason };
}
