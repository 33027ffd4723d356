/**
 * The plain operations on data sessions: create, list, details, forget.
 */
import { listed } from "./decode.js";
import { refuse } from "./errors.js";
import { operate } from "./operation.js";
import { readList, readSession } from "./read.js";
import { parsed, textOf, undecodable } from "./refusal.js";

/** The fields of a created session that a bank login needs. One age of Ivy's documentation promises no more of it. */
const LOGIN_FIELDS = ["id", "redirectUrl"];

/** @typedef {import("./call.js").Call} Call */
/** @typedef {import("./exchange.js").Answer} Answer */

/**
 * Creates a data session.
 *
 * @param {Call} call
 * @param {string} request in its normal form, as JSON
 * @param {string} key the `Idempotency-Key`
 * @param {(answer: Answer, session: any) => Promise<any>} [read] makes the result where a bank login is wanted
 */
export function create(call, request, key, read) {
  return operate(call, "create", async (ask) => {
    const answer = await ask(request, { key });
    const session = await sessionOf(call, answer, read && LOGIN_FIELDS);
    return [read ? await read(answer, session) : session, { type: "created" }, answer];
  });
}

/**
 * Lists past sessions.
 *
 * @param {Call} call
 * @param {string} query in its normal form, as JSON; an empty object asks for those of whoever is signed in
 */
export function list(call, query) {
  return operate(call, "list", async (ask) => {
    const answer = await ask(query);
    const { unreadable, rejected, warnings } = await call.library(() => readList(answer.bytes));
    if (unreadable !== undefined) throw undecodable(answer);
    const found = listed(textOf(answer), rejected, warnings);
    return [found, { type: "listed", sessions: found.sessions.length }, answer];
  });
}

/**
 * Reads one session.
 *
 * @param {Call} call
 * @param {unknown} id
 */
export function details(call, id) {
  const body = idBody(id);
  return operate(call, "details", async (ask) => [await sessionOf(call, await ask(body))]);
}

/**
 * Lets the proxy forget one session, or all of this customer's.
 *
 * @param {Call} call
 * @param {unknown} [id]
 */
export function forget(call, id) {
  const body = id === undefined ? "{}" : idBody(id);
  return operate(call, "forget", async (ask) => {
    const answer = await ask(body);
    const { forgotten } = parsed(answer);
    if (!Number.isInteger(forgotten)) throw undecodable(answer);
    return [{ forgotten }];
  });
}

function idBody(id) {
  if (typeof id !== "string") refuse(["id"], "expected a string");
  if (id === "") refuse(["id"], "empty, expected a session's id", "empty");
  return JSON.stringify({ id });
}

/** The session that an answer is; throws where it is none, or where one of the `needed` fields is wrong. */
async function sessionOf(call, answer, needed) {
  const { unreadable, issues = [] } = await call.library(() => readSession(answer.bytes));
  const faults = issues.filter(({ path }) => !needed || path.length === 0 || needed.includes(path[0]));
  if (unreadable !== undefined || faults.length > 0) throw undecodable(answer, needed ? [] : faults);
  return JSON.parse(textOf(answer));
}
