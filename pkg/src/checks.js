/**
 * Checks of what is to be sent. The library decides; this file converts.
 */
import { encode } from "./encode.js";
import { invalid, refuse } from "./errors.js";
import { library, withLibrary } from "./instance.js";
import { nameList } from "./names.js";
import { failed } from "./refusal.js";

/** See index.d.ts. */
export function checkDataSessionRequest(input, options = {}) {
  const fields = nameList(options?.extraFields, "extraFields");
  const permissions = nameList(options?.extraPermissions, "extraPermissions");
  return check(input, (marked) => library.checkRequest(marked, fields, permissions, false));
}

/** See index.d.ts. */
export function buildDataSessionRequest(input, options) {
  return valueOf(checkDataSessionRequest(input, options));
}

/** See index.d.ts. */
export function checkListQuery(input) {
  return check(input, (marked) => library.checkListQuery(marked));
}

/** See index.d.ts. */
export function buildListQuery(input) {
  return valueOf(checkListQuery(input));
}

/** See index.d.ts. */
export function checkExternalUser(input) {
  return check(input, (marked) => library.checkExternalUser(marked));
}

/** See index.d.ts. */
export function listQueryFor(externalUser) {
  return valueOf(check(externalUser, (marked) => library.queryForUser(marked)));
}

/** See index.d.ts. */
export function maskIban(iban) {
  if (typeof iban !== "string") refuse([], "expected an IBAN as a string");
  return withLibrary(() => library.maskIban(iban));
}

/**
 * @param {unknown} input
 * @param {(marked: string) => Found} run one of the library's checks
 */
function check(input, run) {
  const marked = encode(input);
  const { value, issues, warnings } = withLibrary(() => run(marked));
  return value === undefined ? { ok: false, issues, warnings } : { ok: true, value: JSON.parse(value), warnings };
}

function valueOf(checked) {
  if (!checked.ok) throw invalid(checked.issues);
  return checked.value;
}

/** @typedef {import("./call.js").Call} Call */
/** @typedef {{value?: string, issues: object[], warnings: object[]}} Found a check's result; `value` is the normal form as JSON */

/**
 * A page's request in its normal form, as JSON.
 *
 * @param {Call} call
 * @param {string} marked
 */
export async function pageRequest(call, marked) {
  const { extraFields, extraPermissions } = call.settings;
  return normalForm(await call.library(() => library.checkRequest(marked, extraFields, extraPermissions, true)));
}

/**
 * A list query in its normal form, as JSON.
 *
 * @param {Call} call
 * @param {string} marked
 */
export async function listQuery(call, marked) {
  return normalForm(await call.library(() => library.checkListQuery(marked)));
}

/**
 * The query for a checked user's past sessions, as JSON; undefined for one who is known by metadata alone.
 *
 * @param {Call} call
 * @param {object} externalUser
 */
export async function queryForUser(call, externalUser) {
  const { value } = await call.library(() => library.queryForUser(JSON.stringify(externalUser)));
  return value;
}

/** Refuses a page to which no shopper may be sent to log in. The library is loaded. */
export function checkLoginUrl({ environment, allowedLoginHosts }, url) {
  const host = globalThis.location?.hostname;
  if (!withLibrary(() => library.isLoginUrl(url, environment, allowedLoginHosts, host))) throw failed("untrusted_redirect");
}

function normalForm({ value, issues }) {
  if (value === undefined) throw invalid(issues, "the request breaks the rules; see issues");
  return value;
}
