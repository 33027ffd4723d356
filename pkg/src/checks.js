/**
 * Checking what is to be sent. All of it is decided by the library; here it is converted.
 */
import * as library from "ivy-glue";
import { encode } from "./encode.js";
import { invalid } from "./errors.js";
import { withLibrary } from "./instance.js";
import { nameList } from "./names.js";

/** See index.d.ts. */
export function checkDataSessionRequest(input, options = {}) {
  const fields = nameList(options?.extraFields, "extraFields");
  const permissions = nameList(options?.extraPermissions, "extraPermissions");
  const marked = encode(input);
  return outcome(withLibrary(() => library.checkRequest(marked, fields, permissions, false)));
}

/** See index.d.ts. */
export function buildDataSessionRequest(input, options) {
  return valueOf(checkDataSessionRequest(input, options));
}

/** See index.d.ts. */
export function checkListQuery(input) {
  const marked = encode(input);
  return outcome(withLibrary(() => library.checkListQuery(marked)));
}

/** See index.d.ts. */
export function buildListQuery(input) {
  return valueOf(checkListQuery(input));
}

/** See index.d.ts. */
export function checkExternalUser(input) {
  const marked = encode(input);
  return outcome(withLibrary(() => library.checkExternalUser(marked)));
}

/** See index.d.ts. */
export function listQueryFor(externalUser) {
  const marked = encode(externalUser);
  return valueOf(outcome(withLibrary(() => library.listQueryFor(marked))));
}

/** See index.d.ts. */
export function maskIban(iban) {
  if (typeof iban !== "string") throw invalid([{ path: [], code: "type", message: "expected an IBAN as a string" }]);
  return withLibrary(() => library.maskIban(iban));
}

/**
 * A page's request in its normal form, as JSON.
 *
 * @param {import("./call.js").Call} call
 * @param {string} marked
 */
export async function checkedRequest(call, marked) {
  const { extraFields, extraPermissions } = call.settings;
  return normalForm(await call.library(() => library.checkRequest(marked, extraFields, extraPermissions, true)));
}

/**
 * A list query in its normal form, as JSON.
 *
 * @param {import("./call.js").Call} call
 * @param {string} marked
 */
export async function checkedListQuery(call, marked) {
  return normalForm(await call.library(() => library.checkListQuery(marked)));
}

function normalForm(found) {
  const value = typeof found === "string" ? found : found.value;
  if (value === undefined) throw invalid(found.issues, "the request breaks the rules; see issues");
  return value;
}

/** What the library found: the normal form as JSON where there is nothing more to say. */
function outcome(found) {
  if (typeof found === "string") return { ok: true, value: JSON.parse(found), warnings: [] };
  const { value, issues, warnings } = found;
  return value === undefined ? { ok: false, issues, warnings } : { ok: true, value: JSON.parse(value), warnings };
}

function valueOf(checked) {
  if (!checked.ok) throw invalid(checked.issues);
  return checked.value;
}
