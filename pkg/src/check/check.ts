// Checks of values to be sent. The library decides; this file converts.

import { bounded } from "../errors/boundary.ts";
import { invalid, refuse } from "../errors/config-error.ts";
import type { Issue } from "../errors/issue.ts";
import { library, withLibrary } from "../load/instance.ts";
import type { DataSessionRequest, ExternalUser, ListQuery } from "../model/request.ts";
import { encode } from "./encode.ts";
import { nameList } from "./name-list.ts";

/**
 * Names to accept although Ivy does not document them.
 *
 * @example
 * ```ts
 * import { checkDataSessionRequest, init, type CheckOptions } from "ivy-data-session";
 *
 * await init();
 * const options: CheckOptions = { extraPermissions: ["standing_orders"] };
 * console.log(checkDataSessionRequest({ referenceId: "order-1", permissions: ["standing_orders"] }, options).ok); // true
 * ```
 */
export type CheckOptions = {
  /** Fields at the top of a request. */
  extraFields?: readonly string[] | undefined;
  /** Permissions. */
  extraPermissions?: readonly string[] | undefined;
};

/**
 * The result of a check: the normal form of the value, or every issue. The issues of a good value are an empty list, which is
 * not enumerable.
 *
 * @example
 * ```ts
 * import { checkExternalUser, init, type CheckResult, type ExternalUser } from "ivy-data-session";
 *
 * await init();
 * const checked: CheckResult<ExternalUser> = checkExternalUser({ metadata: { since: 2020 } });
 * if (checked.ok) console.log(checked.value.metadata, checked.warnings[0].code); // { since: 2020 } metadata_only
 * ```
 */
export type CheckResult<T> =
  | { ok: true; value: T; issues: Issue[]; warnings: Issue[] }
  | { ok: false; issues: Issue[]; warnings: Issue[] };

/** The result of a check of the library. `value` is the normal form as JSON. */
export type LibraryCheck = { value?: string; issues: Issue[]; warnings: Issue[] };

/**
 * Checks a request and gives its normal form: trimmed, in one spelling, so that creating and listing agree on who a user
 * is. Finds all issues at once and throws none of them.
 *
 * @throws {@link IvyError} `not_initialized`
 * @example
 * ```ts
 * import { checkDataSessionRequest, init } from "ivy-data-session";
 *
 * await init();
 * const checked = checkDataSessionRequest({ referenceId: "order-1", permissions: ["identity"], market: "Germany" });
 * if (!checked.ok) console.log(checked.issues[0].path, checked.issues[0].code); // [ 'market' ] invalid_market
 * ```
 */
export function checkDataSessionRequest(input: unknown, options: CheckOptions = {}): CheckResult<DataSessionRequest> {
  return bounded("checkDataSessionRequest", () => checkRequest(input, options));
}

/**
 * Like {@link checkDataSessionRequest}, but throws if there are issues.
 *
 * @throws {@link IvyError} `validation_failed` with every issue, `not_initialized`
 * @example
 * ```ts
 * import { buildDataSessionRequest, init } from "ivy-data-session";
 *
 * await init();
 * const request = buildDataSessionRequest({
 *   referenceId: "order-1",
 *   permissions: ["identity"],
 *   externalUser: { email: " ada@EXAMPLE.com" },
 * });
 * console.log(request.externalUser?.email); // ada@example.com
 * ```
 */
export function buildDataSessionRequest(input: unknown, options?: CheckOptions): DataSessionRequest {
  return valueOf("buildDataSessionRequest", () => checkRequest(input, options));
}

/**
 * Checks a list query: exactly one of its three fields.
 *
 * @throws {@link IvyError} `not_initialized`
 * @example
 * ```ts
 * import { checkListQuery, init } from "ivy-data-session";
 *
 * await init();
 * const checked = checkListQuery({ externalUserEmail: "ada@example.com", externalUserPhone: "+4915200000001" });
 * if (!checked.ok) console.log(checked.issues[0].code); // conflict
 * ```
 */
export function checkListQuery(input: unknown): CheckResult<ListQuery> {
  return bounded("checkListQuery", () => check(input, (encoded) => library.checkListQuery(encoded)));
}

/**
 * Like {@link checkListQuery}, but throws if there are issues.
 *
 * @throws {@link IvyError} `validation_failed` with every issue, `not_initialized`
 * @example
 * ```ts
 * import { buildListQuery, init } from "ivy-data-session";
 *
 * await init();
 * console.log(buildListQuery({ externalUserPhone: "+49 152 00000001" })); // { externalUserPhone: '+4915200000001' }
 * ```
 */
export function buildListQuery(input: unknown): ListQuery {
  return valueOf("buildListQuery", () => check<ListQuery>(input, (encoded) => library.checkListQuery(encoded)));
}

/**
 * Checks a user as the merchant knows them, and gives their normal form: the one by which past sessions are found.
 *
 * @throws {@link IvyError} `not_initialized`
 * @example
 * ```ts
 * import { checkExternalUser, init } from "ivy-data-session";
 *
 * await init();
 * const checked = checkExternalUser({ email: "ada@EXAMPLE.com", phone: "0152 00000001" });
 * if (!checked.ok) console.log(checked.issues[0].path, checked.issues[0].code); // [ 'phone' ] invalid_phone
 * ```
 */
export function checkExternalUser(input: unknown): CheckResult<ExternalUser> {
  return bounded("checkExternalUser", () => check(input, (encoded) => library.checkExternalUser(encoded)));
}

/**
 * The query that finds a user's past sessions: by `referenceId`, else by `email`, else by `phone`.
 *
 * @throws {@link IvyError} `validation_failed`, with `metadata_only` for a user known by metadata alone; `not_initialized`
 * @example
 * ```ts
 * import { init, listQueryFor } from "ivy-data-session";
 *
 * await init();
 * console.log(listQueryFor({ email: "ada@example.com", referenceId: "cus_ada" })); // { externalUserReferenceId: 'cus_ada' }
 * ```
 */
export function listQueryFor(externalUser: ExternalUser): ListQuery {
  return valueOf("listQueryFor", () => check<ListQuery>(externalUser, (encoded) => library.queryForUser(encoded)));
}

/**
 * An IBAN for people to recognise and nobody to use: its country and its last four characters.
 *
 * @throws {@link IvyError} `validation_failed` for what is not a string, `not_initialized`
 * @example
 * ```ts
 * import { init, maskIban } from "ivy-data-session";
 *
 * await init();
 * console.log(maskIban("NL91 ABNA 0417 1643 00")); // NL •••• 4300
 * ```
 */
export function maskIban(iban: string): string {
  return bounded("maskIban", () => {
    if (typeof iban !== "string") refuse([], `iban ${iban === undefined ? "is missing" : "is no string"}; expected an IBAN`);
    return withLibrary(() => library.maskIban(iban));
  });
}

function checkRequest(input: unknown, options: CheckOptions | undefined): CheckResult<DataSessionRequest> {
  const fields = nameList(options?.extraFields, "extraFields");
  const permissions = nameList(options?.extraPermissions, "extraPermissions");
  return check(input, (encoded) => library.checkRequest(encoded, fields, permissions, false));
}

/** Encodes the input and runs one of the library's checks. */
function check<T>(input: unknown, run: (encoded: string) => LibraryCheck): CheckResult<T> {
  const encoded = encode(input);
  const { value, issues, warnings } = withLibrary(() => run(encoded));
  if (value === undefined) return { ok: false, issues, warnings };
  const good: CheckResult<T> = { ok: true, value: JSON.parse(value), issues, warnings };
  // Readable without a look at `ok`, and still equal to the result of the Standard Schema, which has no such member.
  return Object.defineProperty(good, "issues", { enumerable: false });
}

/** Returns the normal form of a checked value. Throws the issues, in the name of the function `name`. */
function valueOf<T>(name: string, run: () => CheckResult<T>): T {
  return bounded(name, () => {
    const checked = run();
    if (!checked.ok) throw invalid(checked.issues);
    return checked.value;
  });
}
