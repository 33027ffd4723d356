// The basic operations on data sessions: create, list, details, forget.

import type { Call } from "../calls/call.ts";
import { decodeError, parsed, textOf, type AcceptedResponse } from "../calls/http-errors.ts";
import { operate } from "../calls/operation.ts";
import { encode } from "../check/encode.ts";
import { withoutWrongDates } from "../decode/dates.ts";
import { listOf, type DataSessionList } from "../decode/decode.ts";
import { scanList, scanSession } from "../decode/scan.ts";
import { invalid, refuse } from "../errors/config-error.ts";
import type { DataSession } from "../model/session.ts";

/** The fields of a created session that a bank login needs. One version of Ivy's documentation promises no others. */
const LOGIN_FIELDS: readonly (string | number)[] = ["id", "redirectUrl"];

/** Reads the session of a response. */
type Read<T> = (response: AcceptedResponse, session: DataSession) => Promise<T>;

/**
 * Creates a data session. `request` is its normal form as JSON, `key` the `Idempotency-Key`. `read` makes the result for a
 * bank login: then only the fields that the login needs must be valid.
 */
export function create(call: Call, request: string, key: string): Promise<DataSession>;
export function create<T>(call: Call, request: string, key: string, read: Read<T>): Promise<T>;
export function create(call: Call, request: string, key: string, read?: Read<unknown>): Promise<unknown> {
  return operate<unknown>(call, "create", async (send) => {
    const response = await send(request, { key });
    const session = await sessionOf(call, response, read && LOGIN_FIELDS);
    return [read ? await read(response, session) : session, { type: "created" }, response];
  });
}

/** Lists past sessions. `query` is its normal form as JSON; an empty object means those of the signed-in customer. */
export function list(call: Call, query: string): Promise<DataSessionList> {
  return operate<DataSessionList>(call, "list", async (send) => {
    const response = await send(query);
    const scan = await call.library(() => scanList(response.bytes));
    if (scan.unreadable !== undefined) throw decodeError(response);
    const found = listOf(response, scan);
    return [found, { type: "listed", sessions: found.sessions.length }, response];
  });
}

/** Reads one session. */
export function details(call: Call, id: unknown): Promise<DataSession> {
  const body = idBody(id);
  return operate<DataSession>(call, "details", async (send) => [await sessionOf(call, await send(body))]);
}

/** Lets the proxy forget one session, or all of this customer's. */
export function forget(call: Call, id: unknown): Promise<{ forgotten: number }> {
  const body = id === undefined ? "{}" : idBody(id);
  return operate<{ forgotten: number }>(call, "forget", async (send) => {
    const response = await send(body);
    const { forgotten } = parsed(response);
    if (!isInteger(forgotten)) throw decodeError(response);
    call.settings.customer.forgottenAt = response.now ?? Date.now() / 1000;
    return [{ forgotten }];
  });
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function idBody(id: unknown): string {
  if (typeof id !== "string") throw invalid([{ path: ["id"], code: "type", message: `id ${id === undefined ? "is missing" : "is no string"}; expected a session's id` }]);
  if (id === "") refuse(["id"], "empty; expected a session's id", "empty");
  return encode({ id });
}

/** Returns the session of a response. Throws if it is none, or if one of the `needed` fields is wrong, by default any. */
async function sessionOf(call: Call, response: AcceptedResponse, needed?: typeof LOGIN_FIELDS): Promise<DataSession> {
  const scan = await call.library(() => scanSession(response.bytes));
  if (scan.unreadable !== undefined) throw decodeError(response);
  const faults = scan.issues.filter(({ path: [first] }) => !needed || first === undefined || needed.includes(first));
  if (faults.length > 0) throw decodeError(response, needed ? [] : faults);
  return withoutWrongDates(JSON.parse(textOf(response)), scan.warnings);
}
