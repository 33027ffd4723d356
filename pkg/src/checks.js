/**
 * Checking what is to be sent. All of it is decided by the library; here it is converted.
 */
import { encode } from "./encode.js";
import { invalid, refuse } from "./errors.js";
import { library, withLibrary } from "./instance.js";
import { nameList } from "./names.js";
import { issues as issuesOf } from "./read.js";
import { failed } from "./refusal.js";

// What is checked, by its number in `src/js/check.rs`.
const REQUEST = 0;
const PAGE_REQUEST = 1;
const LIST_QUERY = 2;
const EXTERNAL_USER = 3;
const QUERY_FOR_USER = 4;
const IBAN = 5;
const LOGIN_URL = 6;

/** See index.d.ts. */
export function checkDataSessionRequest(input, options = {}) {
  const fields = nameList(options?.extraFields, "extraFields");
  const permissions = nameList(options?.extraPermissions, "extraPermissions");
  return check(REQUEST, input, fields, permissions);
}

/** See index.d.ts. */
export function buildDataSessionRequest(input, options) {
  return valueOf(checkDataSessionRequest(input, options));
}

/** See index.d.ts. */
export function checkListQuery(input) {
  return check(LIST_QUERY, input);
}

/** See index.d.ts. */
export function buildListQuery(input) {
  return valueOf(checkListQuery(input));
}

/** See index.d.ts. */
export function checkExternalUser(input) {
  return check(EXTERNAL_USER, input);
}

/** See index.d.ts. */
export function listQueryFor(externalUser) {
  return valueOf(check(QUERY_FOR_USER, externalUser));
}

/** See index.d.ts. */
export function maskIban(iban) {
  if (typeof iban !== "string") refuse([], "expected an IBAN as a string");
  return withLibrary(() => library.check(IBAN, iban, "", ""));
}

function check(subject, input, fields = "", permissions = "") {
  const marked = encode(input);
  const { value, issues, warnings } = parts(withLibrary(() => library.check(subject, marked, fields, permissions)));
  return value === undefined ? { ok: false, issues, warnings } : { ok: true, value: JSON.parse(value), warnings };
}

function valueOf(checked) {
  if (!checked.ok) throw invalid(checked.issues);
  return checked.value;
}

/** What the library found: the normal form alone where there is nothing more to say. */
function parts(found) {
  if (typeof found === "string") return { value: found, issues: [], warnings: [] };
  const [value, issues, warnings] = found;
  return { value, issues: issuesOf(issues), warnings: issuesOf(warnings) };
}

/** @typedef {import("./call.js").Call} Call */

/**
 * A page's request in its normal form, as JSON.
 *
 * @param {Call} call
 * @param {string} marked
 */
export async function pageRequest(call, marked) {
  return normalForm(await checkIn(call, PAGE_REQUEST, marked));
}

/**
 * A list query in its normal form, as JSON.
 *
 * @param {Call} call
 * @param {string} marked
 */
export async function listQuery(call, marked) {
  return normalForm(await checkIn(call, LIST_QUERY, marked));
}

/**
 * The query for a checked user's past sessions, as JSON; undefined for one who is known by metadata alone.
 *
 * @param {Call} call
 * @param {object} externalUser
 */
export async function queryForUser(call, externalUser) {
  return (await checkIn(call, QUERY_FOR_USER, JSON.stringify(externalUser))).value;
}

async function checkIn(call, subject, marked) {
  const { extraFields, extraPermissions } = call.settings;
  return parts(await call.library(() => library.check(subject, marked, extraFields, extraPermissions)));
}

/** Refuses a page to which no shopper may be sent to log in. The library is loaded. */
export function checkLoginUrl({ environment, allowedLoginHosts }, url) {
  // The host of this page; empty where there is no page.
  const host = globalThis.location?.hostname ?? "";
  const isOurs = withLibrary(() => library.check(LOGIN_URL, url, `${environment},${allowedLoginHosts}`, host));
  if (!isOurs) throw failed("untrusted_redirect");
}

function normalForm({ value, issues }) {
  if (value === undefined) throw invalid(issues, "the request breaks the rules; see issues");
  return value;
}
