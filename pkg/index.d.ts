/**
 * Ivy data sessions in the browser: valid requests, checked answers, and the decision whether a shopper can skip the
 * bank login.
 *
 * Importing does nothing. {@link init} loads the library; the methods of a {@link Client} do so by themselves, and only
 * the synchronous functions need it to be done. Everything goes in and comes out as plain data.
 *
 * @module ivy-data-session
 */

// ---------------------------------------------------------------- loading

/**
 * Where the WebAssembly file is, or what is in it.
 *
 * @example
 * ```ts
 * import { init, type InitSource } from "ivy-data-session";
 *
 * const empty: InitSource = new Uint8Array(8);
 * await init(empty).catch((error) => console.log(error.code)); // load_failed
 * ```
 */
export type InitSource = URL | string | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/**
 * Loads the library. Calls at the same time share one load, and after a failure the next call tries again; once it is
 * loaded, `source` is not looked at.
 *
 * @param source where the WebAssembly is; by default the file beside this module, or the one inside of it
 * @throws {@link IvyError} `load_failed` (retryable) or `wasm_blocked`
 * @example
 * ```ts
 * import { init, maskIban } from "ivy-data-session";
 *
 * await init();
 * console.log(maskIban("DE89370400440532013000")); // DE•• •••• •••• •••• ••30 00
 * ```
 */
export function init(source?: InitSource): Promise<void>;

// ---------------------------------------------------------------- requests

/**
 * What a shopper can be asked to share.
 *
 * @example
 * ```ts
 * import type { Permission } from "ivy-data-session";
 *
 * const permissions: Permission[] = ["identity", "accounts"];
 * console.log(permissions.join()); // identity,accounts
 * ```
 */
export type Permission = "identity" | "match_identity" | "accounts" | "balance" | "balances" | "transactions";

/**
 * A language of Ivy's pages.
 *
 * @example
 * ```ts
 * import type { Locale } from "ivy-data-session";
 *
 * const ofThePage: Record<string, Locale> = { "de-AT": "de", "pt-BR": "pt" };
 * console.log(ofThePage["de-AT"]); // de
 * ```
 */
export type Locale = "de" | "nl" | "en" | "fr" | "es" | "fi" | "it" | "pt" | "sv" | "pl" | "sk" | "lt";

/**
 * Any JSON value.
 *
 * @example
 * ```ts
 * import type { JsonValue } from "ivy-data-session";
 *
 * const cart: JsonValue = { items: [{ sku: "beans", count: 2 }], gift: false };
 * console.log(JSON.stringify(cart).length); // 50
 * ```
 */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * Notes of the merchant: at most 50 keys of 40 characters, values of 500.
 *
 * @example
 * ```ts
 * import { checkDataSessionRequest, init, type Metadata } from "ivy-data-session";
 *
 * await init();
 * const metadata: Metadata = { cart: { items: 2 }, note: "x".repeat(501) };
 * const checked = checkDataSessionRequest({ referenceId: "order-1", permissions: ["identity"], metadata });
 * if (!checked.ok) console.log(checked.issues[0].path, checked.issues[0].code); // [ 'metadata', 1 ] too_long
 * ```
 */
export type Metadata = { [key: string]: JsonValue };

/**
 * A user as the merchant knows them: at least one field.
 *
 * @example
 * ```ts
 * import { init, listQueryFor, type ExternalUser } from "ivy-data-session";
 *
 * await init();
 * const user: ExternalUser = { referenceId: "cus_ada", email: "ada@example.com" };
 * console.log(listQueryFor(user).externalUserReferenceId); // cus_ada
 * ```
 */
export type ExternalUser = {
  /** An e-mail address (HTML's valid e-mail address). */
  email?: string | undefined;
  /** A phone number, E.164; spaces, hyphens, dots and round brackets are dropped. */
  phone?: string | undefined;
  /** The merchant's own, immutable id of the user. The best of the four to be found again by. */
  referenceId?: string | undefined;
  /** Notes about the user. No list finds a user by them. */
  metadata?: Metadata | undefined;
};

/**
 * The account that the permission `match_identity` is about.
 *
 * @example
 * ```ts
 * import { checkDataSessionRequest, init, type MatchData } from "ivy-data-session";
 *
 * await init();
 * const matchData: MatchData = { financialAddress: { type: "iban", iban: { iban: "DE89370400440532013001" } } };
 * const checked = checkDataSessionRequest({ referenceId: "order-1", permissions: ["match_identity"], matchData });
 * if (!checked.ok) console.log(checked.issues[0].code); // invalid_iban
 * ```
 */
export type MatchData = {
  /** The account's address. */
  financialAddress: {
    /** The kind of address. Ivy's sample sends no other. */
    type: "iban";
    /** The account by its IBAN. */
    iban: {
      /** The IBAN (ISO 13616). */
      iban: string;
      /** The bank (ISO 9362). */
      bic?: string | undefined;
      /** The name of the account's holder. */
      accountHolderName?: string | undefined;
    };
  };
};

/**
 * What a page may say of a data session. Fields that are named in `extraFields` may stand beside these.
 *
 * @example
 * ```ts
 * import type { RequestFields } from "ivy-data-session";
 *
 * const fields: RequestFields = { permissions: ["identity"], market: "DE", locale: "de", themeVariant: "dark" };
 * console.log(Object.keys(fields).length); // 4
 * ```
 */
export type RequestFields = {
  /** The data that the shopper is asked to share: at least one permission, none twice. */
  permissions: readonly (Permission | (string & {}))[];
  /** The country whose banks come first: ISO 3166-1 alpha-2, or `XK`. */
  market?: string | undefined;
  /** The language of Ivy's pages. */
  locale?: Locale | undefined;
  /** The shopper, so that this session can be found again. */
  externalUser?: ExternalUser | undefined;
  /**
   * The URL to which the shopper returns after success: absolute, `https:` (`http:` for loopback hosts). `""` means
   * not set.
   */
  successCallbackUrl?: string | undefined;
  /** The URL to which the shopper returns after anything else. */
  errorCallbackUrl?: string | undefined;
  /** The URL to which Ivy posts the result. */
  resultCallbackUrl?: string | undefined;
  /** The name of the session in Ivy's dashboard: at most 200 characters. */
  displayId?: string | undefined;
  /** Notes, returned with results. */
  metadata?: Metadata | undefined;
  /** The data that the login form starts with. */
  prefill?: {
    /** Ivy's id of the shopper's bank: skips the choice of a bank. */
    bankId?: string | undefined;
    /** The shopper's e-mail address. */
    email?: string | undefined;
  } | undefined;
  /** True if only the prefilled bank is offered; needs `prefill.bankId`. */
  disableBankSelection?: boolean | undefined;
  /** Epoch seconds; needed with `expiresAt`. */
  createdAt?: number | undefined;
  /** Epoch seconds, 30 minutes to 24 hours after `createdAt`. */
  expiresAt?: number | undefined;
  /** The look of Ivy's pages. */
  themeVariant?: "light" | "dark" | undefined;
  /** The account that the permission `match_identity` is about. Needed with it, refused without it. */
  matchData?: MatchData | undefined;
};

/**
 * What creates a data session.
 *
 * @example
 * ```ts
 * import { buildDataSessionRequest, init, type DataSessionRequest } from "ivy-data-session";
 *
 * await init();
 * const request: DataSessionRequest = { referenceId: "order-1", permissions: ["accounts"], market: " de " };
 * console.log(buildDataSessionRequest(request).market); // DE
 * ```
 */
export type DataSessionRequest = RequestFields & {
  /** The merchant's own id of this session: 1 to 200 characters, never used before. */
  referenceId: string;
};

/**
 * A request as a page sends it: the proxy picks the `referenceId`, and knows who the shopper is.
 *
 * @example
 * ```ts
 * import type { PageRequest } from "ivy-data-session";
 *
 * const request: PageRequest = { permissions: ["identity"], market: "DE" };
 * console.log("referenceId" in request); // false
 * ```
 */
export type PageRequest = RequestFields & {
  /** The merchant's own id of this session: 1 to 200 characters, never used before. */
  referenceId?: string | undefined;
};

/**
 * What finds a user's past sessions: exactly one field.
 *
 * @example
 * ```ts
 * import { checkListQuery, init, type ListQuery } from "ivy-data-session";
 *
 * await init();
 * const query: ListQuery = { externalUserReferenceId: "cus_ada" };
 * console.log(checkListQuery(query).ok); // true
 * ```
 */
export type ListQuery =
  | { externalUserEmail: string; externalUserPhone?: undefined; externalUserReferenceId?: undefined }
  | { externalUserPhone: string; externalUserEmail?: undefined; externalUserReferenceId?: undefined }
  | { externalUserReferenceId: string; externalUserEmail?: undefined; externalUserPhone?: undefined };

/**
 * What is accepted though Ivy does not document it.
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
  extraFields?: readonly string[];
  /** Permissions. */
  extraPermissions?: readonly string[];
};

// ---------------------------------------------------------------- issues

/**
 * The closed set of things that can be wrong.
 *
 * @example
 * ```ts
 * import { checkExternalUser, init, type IssueCode } from "ivy-data-session";
 *
 * const texts: Partial<Record<IssueCode, string>> = { invalid_email: "Please check the address" };
 * await init();
 * const checked = checkExternalUser({ email: "ada" });
 * if (!checked.ok) console.log(texts[checked.issues[0].code]); // Please check the address
 * ```
 */
export type IssueCode =
  | "required"
  | "type"
  | "empty"
  | "too_long"
  | "too_many"
  | "unknown_field"
  | "duplicate"
  | "conflict"
  | "out_of_range"
  | "not_json"
  | "forbidden_key"
  | "invalid_email"
  | "invalid_phone"
  | "invalid_market"
  | "invalid_locale"
  | "invalid_url"
  | "insecure_url"
  | "invalid_permission"
  | "invalid_iban"
  | "invalid_bic"
  | "invalid_date"
  | "bban_mismatch"
  | "unknown_status"
  | "metadata_only";

/**
 * One finding. It never holds the value that it is about, so it can be logged.
 *
 * @example
 * ```ts
 * import { checkExternalUser, init, type Issue } from "ivy-data-session";
 *
 * const tell = ({ path, code }: Issue) => `${path.join(".")} ${code}`;
 * await init();
 * const checked = checkExternalUser({ email: "ada", phone: "12" });
 * if (!checked.ok) console.log(checked.issues.map(tell).join(", ")); // email invalid_email, phone invalid_phone
 * ```
 */
export type Issue = {
  /** The way from the root to the value. A metadata entry stands in it by its position. */
  path: (string | number)[];
  /** What is wrong, for programs. */
  code: IssueCode;
  /** What is wrong and what was expected, for people. */
  message: string;
};

/**
 * What a check found: the normal form of the value, or every issue.
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
  | { ok: true; value: T; warnings: Issue[] }
  | { ok: false; issues: Issue[]; warnings: Issue[] };

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
export function checkDataSessionRequest(input: unknown, options?: CheckOptions): CheckResult<DataSessionRequest>;

/**
 * As {@link checkDataSessionRequest}, and throws where there are issues.
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
export function buildDataSessionRequest(input: unknown, options?: CheckOptions): DataSessionRequest;

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
export function checkListQuery(input: unknown): CheckResult<ListQuery>;

/**
 * As {@link checkListQuery}, and throws where there are issues.
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
export function buildListQuery(input: unknown): ListQuery;

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
export function checkExternalUser(input: unknown): CheckResult<ExternalUser>;

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
export function listQueryFor(externalUser: ExternalUser): ListQuery;

/**
 * An IBAN for people to recognise and nobody to use: its country and its last four characters.
 *
 * @throws {@link IvyError} `validation_failed` for what is not a string, `not_initialized`
 * @example
 * ```ts
 * import { init, maskIban } from "ivy-data-session";
 *
 * await init();
 * console.log(maskIban("NL91 ABNA 0417 1643 00")); // NL•• •••• •••• ••43 00
 * ```
 */
export function maskIban(iban: string): string;

// ---------------------------------------------------------------- schemas

/**
 * A check in the form that forms and frameworks take: [Standard Schema](https://standardschema.dev), version 1. It stands
 * here in full, so that no other package is needed.
 *
 * `validate` loads the library where that was not done, and gives a promise then, which is rejected where the library
 * cannot be loaded; once it is loaded, results come at once. Whatever is checked, nothing is thrown for it.
 *
 * @example
 * ```ts
 * import { externalUserSchema, type StandardSchemaV1 } from "ivy-data-session";
 *
 * async function complaints(schema: StandardSchemaV1, input: unknown): Promise<string[]> {
 *   const result = await schema["~standard"].validate(input);
 *   return result.ok ? [] : result.issues.map(({ path, code }) => `${path.join(".")} ${code}`);
 * }
 * console.log(await complaints(externalUserSchema, { email: "ada" })); // [ 'email invalid_email' ]
 * ```
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** Checks a value. `libraryOptions` are the {@link CheckOptions} of a request; the other schemas have none. */
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
    ) => CheckResult<Output> | Promise<CheckResult<Output>>;
    /** For the type checker; at run time there is nothing here. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/**
 * {@link checkDataSessionRequest} as a Standard Schema.
 *
 * @example
 * ```ts
 * import { dataSessionRequestSchema } from "ivy-data-session";
 *
 * const request = { referenceId: "order-1", permissions: ["identity"], market: " de " };
 * const result = await dataSessionRequestSchema["~standard"].validate(request);
 * if (result.ok) console.log(result.value.market); // DE
 * ```
 */
export const dataSessionRequestSchema: StandardSchemaV1<DataSessionRequest>;

/**
 * {@link checkListQuery} as a Standard Schema.
 *
 * @example
 * ```ts
 * import { listQuerySchema } from "ivy-data-session";
 *
 * const result = await listQuerySchema["~standard"].validate({});
 * if (!result.ok) console.log(result.issues[0].code); // required
 * ```
 */
export const listQuerySchema: StandardSchemaV1<ListQuery>;

/**
 * {@link checkExternalUser} as a Standard Schema, as for the fields of a form.
 *
 * @example
 * ```ts
 * import { externalUserSchema } from "ivy-data-session";
 *
 * const result = await externalUserSchema["~standard"].validate({ phone: "+49 152 00000001" });
 * if (result.ok) console.log(result.value.phone); // +4915200000001
 * ```
 */
export const externalUserSchema: StandardSchemaV1<ExternalUser>;

// ---------------------------------------------------------------- answers

/**
 * Where a session stands. Ivy's documentation has several ages; a word that is in none of them is kept.
 *
 * @example
 * ```ts
 * import type { SessionStatus } from "ivy-data-session";
 *
 * const isDone = (status: SessionStatus) => status === "complete" || status === "completed";
 * console.log(isDone("complete"), isDone("pending"), isDone("of_next_year")); // true false false
 * ```
 */
export type SessionStatus =
  | "complete"
  | "completed"
  | "open"
  | "closed"
  | "expired"
  | "started"
  | "pending"
  | "failed"
  | (string & {});

/**
 * Who the shopper is, as their bank says.
 *
 * @example
 * ```ts
 * import type { Identity } from "ivy-data-session";
 *
 * const identity: Identity = { name: "Ada Example", dateOfBirth: "1985-12-10" };
 * console.log(identity.name); // Ada Example
 * ```
 */
export type Identity = {
  /** First and last name. */
  name?: string | undefined;
  /** A calendar date, `YYYY-MM-DD`. */
  dateOfBirth?: string | undefined;
  [unknownField: string]: unknown;
};

/**
 * An account by its IBAN.
 *
 * @example
 * ```ts
 * import { init, maskIban, type Iban } from "ivy-data-session";
 *
 * await init();
 * const address: Iban = { iban: "DE89370400440532013000", bic: "COBADEFFXXX" };
 * console.log(maskIban(address.iban ?? "")); // DE•• •••• •••• •••• ••30 00
 * ```
 */
export type Iban = {
  /** The IBAN (ISO 13616). */
  iban?: string | undefined;
  /** The IBAN without country and check digits. */
  bban?: string | undefined;
  /** The bank (ISO 9362). */
  bic?: string | undefined;
  /** The name of the account's holder. */
  accountHolderName?: string | undefined;
  [unknownField: string]: unknown;
};

/**
 * One address of an account: `type` names the field beside it that counts.
 *
 * @example
 * ```ts
 * import type { FinancialAddress } from "ivy-data-session";
 *
 * const address: FinancialAddress = { type: "sort_code", sortCode: { sortCode: "200000", accountNumber: "55779911" } };
 * console.log(address.sortCode?.accountNumber); // 55779911
 * ```
 */
export type FinancialAddress = {
  /** The kind of address: `iban`, `sort_code`, `bank_code`, `bban`, `wallet`, or another. */
  type?: string | undefined;
  /** The account by its IBAN. */
  iban?: Iban | undefined;
  /** The account by its British sort code. */
  sortCode?: {
    /** The sort code. */
    sortCode?: string | undefined;
    /** The account's number. */
    accountNumber?: string | undefined;
    /** The name of the account's holder. */
    accountHolderName?: string | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  /** The account by its bank's code. */
  bankCode?: {
    /** The bank's code. */
    code?: string | undefined;
    /** The account's number. */
    accountNumber?: string | undefined;
    /** The name of the account's holder. */
    accountHolderName?: string | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  /** The account by its BBAN alone. */
  bban?: {
    /** The BBAN. */
    bban?: string | undefined;
    /** The bank (ISO 9362). */
    bic?: string | undefined;
    /** The name of the account's holder. */
    accountHolderName?: string | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  /** A wallet. */
  wallet?: {
    /** The address. */
    address?: string | undefined;
    /** The chain that the address belongs to. */
    blockchain?: string | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  [unknownField: string]: unknown;
};

/**
 * One account of the shopper.
 *
 * @example
 * ```ts
 * import type { Account } from "ivy-data-session";
 *
 * const account: Account = { name: "Main account", type: "checking", identifier: { iban: { iban: "DE89370400440532013000" } } };
 * console.log(account.identifier?.iban?.iban?.slice(-4)); // 3000
 * ```
 */
export type Account = {
  /** The account's name, for people. */
  name?: string | undefined;
  /** The account's address. */
  identifier?: FinancialAddress | undefined;
  /** The kind of account. */
  type?: "checking" | "saving" | (string & {}) | undefined;
  /** Ivy's id of the account. */
  id?: string | undefined;
  /** Ivy's id of the account's bank. */
  bankId?: string | undefined;
  /** The name of the account's bank, for people. */
  bankName?: string | undefined;
  /** The currency, ISO 4217. */
  currency?: string | undefined;
  /** The account's addresses. */
  financialAddress?: readonly FinancialAddress[] | undefined;
  /** The account's name, for people. */
  accountName?: string | undefined;
  /**
   * Names this account to your server: post it with the session's id, and give both to the proxy's
   * `releaseAccount`. Only the proxy can read it. An account without a handle cannot be paid with.
   */
  handle?: string | undefined;
  /** The merchant's own notes. */
  metadata?: unknown;
  /** The balances of the account. Their form is not documented. */
  balances?: unknown;
  /** The transactions of the account. Their form is not documented. */
  transactions?: unknown;
  [unknownField: string]: unknown;
};

/**
 * What the shopper shared.
 *
 * @example
 * ```ts
 * import type { SessionData } from "ivy-data-session";
 *
 * const data: SessionData = { bankName: "Test Bank", accounts: [{ name: "Main account" }, { name: "Savings" }] };
 * console.log(data.bankName, data.accounts?.length); // Test Bank 2
 * ```
 */
export type SessionData = {
  /** The bank's name, for people. */
  bankName?: string | undefined;
  /** The shopper's identity. */
  identity?: Identity | undefined;
  /** The shopper's accounts. */
  accounts?: readonly Account[] | undefined;
  /** Ivy's id of the bank. */
  bankId?: string | undefined;
  /** The merchant's own notes. */
  metadata?: unknown;
  /** The balances of the accounts. Their form is not documented. */
  balances?: unknown;
  /** The transactions of the accounts. Their form is not documented. */
  transactions?: unknown;
  [unknownField: string]: unknown;
};

/**
 * A data session. Only `id` and `status` are sure to be there; fields that Ivy does not document are kept.
 *
 * @example
 * ```ts
 * import { decodeDataSession, init, type DataSession } from "ivy-data-session";
 *
 * await init();
 * const session: DataSession = decodeDataSession('{"id":"s1","status":"complete","newField":1}').session;
 * console.log(session.id, session.data?.bankName, session.newField); // s1 undefined 1
 * ```
 */
export type DataSession = {
  /** Ivy's id of the session. */
  id: string;
  /** The merchant's own id of the session. */
  referenceId?: string | undefined;
  /** The state of the session. */
  status: SessionStatus;
  /** The data that the shopper shared, once the session is complete. */
  data?: SessionData | undefined;
  /**
   * The time at which the session was created, in epoch seconds. Ivy's lists have no dates; the reference proxy
   * adds its own.
   */
  createdAt?: number | undefined;
  /** The time at which the session last changed, in epoch seconds. */
  updatedAt?: number | undefined;
  /** The time at which the session ends or ended, in epoch seconds. */
  expiresAt?: number | undefined;
  /** The page of the bank login, in the response to a create only. `openBankLogin` checks its host. */
  redirectUrl?: string | undefined;
  /** The countries whose banks can be chosen, in the response to a create only. */
  availableMarkets?: readonly string[] | undefined;
  /** The name of the session in Ivy's dashboard. */
  displayId?: string | undefined;
  /** Ivy's id of the merchant. */
  merchantId?: string | undefined;
  /** The country whose banks come first. */
  market?: string | undefined;
  /** The language of Ivy's pages. */
  locale?: string | undefined;
  /** The data that the shopper was asked to share. */
  permissions?: readonly (Permission | (string & {}))[] | undefined;
  /** The shopper, as the merchant named them. */
  externalUser?: {
    /** The user's e-mail address. */
    email?: string | undefined;
    /** The merchant's own id of the user. */
    referenceId?: string | undefined;
    /** The user's phone number. */
    phone?: string | undefined;
    /** The merchant's own notes about the user. */
    metadata?: Metadata | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  /** The merchant's own notes. */
  metadata?: Metadata | undefined;
  /** The data that the login form starts with. */
  prefill?: {
    /** Ivy's id of the shopper's bank. */
    bankId?: string | undefined;
    /** The shopper's e-mail address. */
    email?: string | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  /** True if only the prefilled bank is offered. */
  disableBankSelection?: boolean | undefined;
  /** The URL to which the shopper returns after success. */
  successCallbackUrl?: string | undefined;
  /** The URL to which the shopper returns after anything else. */
  errorCallbackUrl?: string | undefined;
  /** The URL to which Ivy posts the result. */
  resultCallbackUrl?: string | undefined;
  /** The look of Ivy's pages. */
  themeVariant?: string | undefined;
  /** The balances of the accounts. Their form is not documented. */
  balances?: unknown;
  /** The transactions of the accounts. Their form is not documented. */
  transactions?: unknown;
  [unknownField: string]: unknown;
};

/**
 * What is wrong with one session of a list.
 *
 * @example
 * ```ts
 * import { decodeDataSessionList, init, type Finding } from "ivy-data-session";
 *
 * const tell = ({ index, issues }: Finding) => `${index}: ${issues[0].path.join(".")} ${issues[0].code}`;
 * await init();
 * console.log(decodeDataSessionList('{"dataSessions":[{"id":7,"status":"complete"}]}').rejected.map(tell).join()); // 0: id type
 * ```
 */
export type Finding = { index: number; issues: Issue[] };

/**
 * A checked list.
 *
 * @example
 * ```ts
 * import { decodeDataSessionList, init, type DataSessionList } from "ivy-data-session";
 *
 * await init();
 * const list: DataSessionList = decodeDataSessionList('{"dataSessions":[]}');
 * console.log(list.sessions, list.rejected, list.warnings); // [] [] []
 * ```
 */
export type DataSessionList = {
  /** The usable sessions, in the answer's order. */
  sessions: DataSession[];
  /** The sessions that were set aside; `index` counts in the answer. */
  rejected: Finding[];
  /** What is wrong with usable sessions; `index` counts in `sessions`. */
  warnings: Finding[];
};

/**
 * A checked list whose sessions become objects when they are read.
 *
 * @example
 * ```ts
 * import { init, scanDataSessionList, type LazyDataSessionList } from "ivy-data-session";
 *
 * await init();
 * const list: LazyDataSessionList = scanDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"}]}');
 * for (const session of list) console.log(session.id); // s1
 * ```
 */
export type LazyDataSessionList = Iterable<DataSession> & {
  /** How many usable sessions there are. */
  readonly length: number;
  /** A session by its position, from the end if that is negative; the same object each time. */
  at(position: number): DataSession | undefined;
  readonly rejected: Finding[];
  readonly warnings: Finding[];
};

/**
 * The body of an answer: its text, its bytes, or its parsed value.
 *
 * @example
 * ```ts
 * import { decodeDataSession, init, type Body } from "ivy-data-session";
 *
 * await init();
 * const text = '{"id":"s1","status":"open"}';
 * const bodies: Body[] = [text, new TextEncoder().encode(text), JSON.parse(text)];
 * console.log(bodies.map((body) => decodeDataSession(body).session.id).join()); // s1,s1,s1
 * ```
 */
export type Body = string | Uint8Array | ArrayBuffer | object;

/**
 * Reads a body that is one session, the answer to create or details.
 *
 * @throws {@link IvyError} `decode_failed`, with `issues` where it is JSON and no session; `not_initialized`
 * @example
 * ```ts
 * import { decodeDataSession, init } from "ivy-data-session";
 *
 * await init();
 * const { session, warnings } = decodeDataSession('{"id":"s1","status":"complete"}');
 * console.log(session.id, warnings.length); // s1 0
 * ```
 */
export function decodeDataSession(body: Body): { session: DataSession; warnings: Issue[] };

/**
 * Reads the body of a list. A malformed session is set aside, and the others live.
 *
 * @throws {@link IvyError} `decode_failed` for what is not a list, `not_initialized`
 * @example
 * ```ts
 * import { decodeDataSessionList, init } from "ivy-data-session";
 *
 * await init();
 * const list = decodeDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":7}]}');
 * console.log(list.sessions.length, list.rejected[0].index); // 1 1
 * ```
 */
export function decodeDataSessionList(body: Body): DataSessionList;

/**
 * As {@link decodeDataSessionList}, for many sessions of which few are needed: all are checked, and objects are made of
 * those that are read. The list has bytes of its own: what happens to a buffer later changes nothing.
 *
 * @throws {@link IvyError} `decode_failed` for what is not a list, `not_initialized`
 * @example
 * ```ts
 * import { init, scanDataSessionList } from "ivy-data-session";
 *
 * await init();
 * const list = scanDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":"s2","status":"open"}]}');
 * console.log(list.length, list.at(-1)?.id); // 2 s2
 * ```
 */
export function scanDataSessionList(body: Body): LazyDataSessionList;

// ---------------------------------------------------------------- errors

/**
 * Everything that can go wrong with a call. The table of causes is in the README.
 *
 * @example
 * ```ts
 * import type { IvyErrorCode } from "ivy-data-session";
 *
 * const texts: Partial<Record<IvyErrorCode, string>> = { network: "You seem to be offline", rate_limited: "Please wait a moment" };
 * const tell = (code: IvyErrorCode) => texts[code] ?? "That did not work";
 * console.log(tell("network"), "/", tell("internal")); // You seem to be offline / That did not work
 * ```
 */
export type IvyErrorCode =
  | "not_initialized"
  | "load_failed"
  | "wasm_blocked"
  | "validation_failed"
  | "decode_failed"
  | "network"
  | "timeout"
  | "aborted"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "account_gone"
  | "conflict"
  | "rate_limited"
  | "proxy_rejected"
  | "proxy_unavailable"
  | "misconfigured"
  | "response_too_large"
  | "untrusted_redirect"
  | "popup_blocked"
  | "unsupported"
  | "internal";

/**
 * A real `Error` that holds no value of a request or an answer. Tell it by {@link isIvyError}, never by `instanceof`.
 *
 * @example
 * ```ts
 * import { fakeIvyError } from "ivy-data-session/testing";
 * import type { IvyError } from "ivy-data-session";
 *
 * const tell = ({ code, retryable, requestId }: IvyError) => `${code}${retryable ? ", try again" : ""} (${requestId ?? "not sent"})`;
 * console.log(tell(fakeIvyError("proxy_unavailable", { status: 503, requestId: "r1" }))); // proxy_unavailable, try again (r1)
 * ```
 */
export interface IvyError extends Error {
  name: "IvyError";
  code: IvyErrorCode;
  /** Whether the same call may well succeed a little later. */
  retryable: boolean;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** The proxy's id of the request, to find it in the proxy's log. */
  requestId?: string;
  /** What is wrong with the input or the answer. */
  issues?: Issue[];
  /** Ivy's code and number, at most. */
  cause?: { code?: string; number?: number };
}

/**
 * Whether a value is an error of this package, from this copy of it or another.
 *
 * @example
 * ```ts
 * import { createClient, isIvyError } from "ivy-data-session";
 *
 * try {
 *   createClient({ proxyUrl: "https://shop.example/api/ivy", headers: { "X-Ivy-Api-Key": "…" } });
 * } catch (error) {
 *   if (isIvyError(error)) console.log(error.code); // unsupported
 * }
 * ```
 */
export function isIvyError(value: unknown): value is IvyError;

// ---------------------------------------------------------------- the client

/**
 * Which Ivy the proxy talks to; it says which hosts a shopper may be sent to.
 *
 * @example
 * ```ts
 * import { createClient, type Environment } from "ivy-data-session";
 *
 * const environment: Environment = "sandbox";
 * createClient({ proxyUrl: "https://shop.example/api/ivy", environment });
 * console.log(environment); // sandbox
 * ```
 */
export type Environment = "production" | "sandbox" | "local";

/**
 * What a client does: loads the library, asks the proxy, opens a bank login.
 *
 * @example
 * ```ts
 * import type { Operation } from "ivy-data-session";
 *
 * const needed: Operation[] = ["list", "create"];
 * console.log(needed.includes("forget")); // false
 * ```
 */
export type Operation = "load" | "create" | "list" | "details" | "result" | "forget" | "login";

/**
 * Something that happened, for telemetry. This list is stable, and no event holds personal data or the id of a session.
 *
 * Durations are in milliseconds, of the whole operation with its pauses. `requestId` is the proxy's id of the request, to
 * find it in the proxy's log. What a page did wrong (`validation_failed`) is no operation yet, and no event.
 *
 * @example
 * ```ts
 * import type { IvyEvent } from "ivy-data-session";
 *
 * const inShort = (event: IvyEvent) => ("operation" in event ? `${event.type} ${event.operation}` : event.type);
 * console.log(inShort({ type: "retried", operation: "list", attempt: 2, delayMs: 200, code: "network" })); // retried list
 * ```
 */
export type IvyEvent =
  /** The library is loaded: told once, before the first operation. */
  | { type: "loaded"; durationMs: number }
  /** There is a list; `sessions` of it can be used. */
  | { type: "listed"; durationMs: number; attempts: number; sessions: number; status: number; requestId?: string }
  /** Past sessions stand in for a bank login. */
  | { type: "recalled"; sessions: number; ageDays: number | null }
  /** There is a new data session. */
  | { type: "created"; durationMs: number; attempts: number; status: number; requestId?: string }
  /** The bank login was opened. */
  | { type: "opened"; mode: "redirect" | "popup" }
  /** It is known what became of the bank login. */
  | { type: "returned"; result: LoginResult["kind"]; durationMs: number; attempts: number; requestId?: string }
  /** An operation is tried again after `delayMs`: `attempt` is the one to come, counted from 1, `code` why. */
  | { type: "retried"; operation: Operation; attempt: number; delayMs: number; code?: IvyErrorCode }
  /** An operation failed. Where it was the list inside of `connectBank`, the shopper goes on to a login all the same. */
  | {
      type: "failed";
      operation: Operation;
      code: IvyErrorCode;
      durationMs: number;
      attempts: number;
      status?: number;
      requestId?: string;
    };

/**
 * The options of {@link createClient}.
 *
 * @example
 * ```ts
 * import { createClient, type ClientOptions } from "ivy-data-session";
 *
 * const options: ClientOptions = { proxyUrl: "https://shop.example/api/ivy", timeoutMs: 8_000, retries: 1 };
 * console.log(typeof createClient(options).connectBank); // function
 * ```
 */
export type ClientOptions = CheckOptions & {
  /** The merchant proxy's base URL, on the page's own origin or another. */
  proxyUrl: string;
  /** Default `"production"`. `"local"` is refused on a page that does not come from this machine itself. */
  environment?: Environment;
  /** More hosts of login pages, in lower case, without scheme and port. */
  allowedLoginHosts?: readonly string[];
  /** The deadline of a whole call with its retries, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** Attempts after the first: after no answer, 408, 429 and 5xx. Default 2. */
  retries?: number;
  /** The most that is read of an answer, in bytes. Default 1,048,576. */
  maxResponseBytes?: number;
  /** More headers. One that looks like Ivy's API key is refused. */
  headers?: Record<string, string>;
  /** Default `"same-origin"`, which is refused for a proxy of another origin. */
  credentials?: "same-origin" | "include" | "omit";
  /** Is told what happens, see {@link IvyEvent}. An error in it is ignored. `ivy-data-session/debug` has one for the console. */
  onEvent?: (event: IvyEvent) => void;
};

/**
 * What every method takes.
 *
 * @example
 * ```ts
 * import { createClient, type CallOptions } from "ivy-data-session";
 *
 * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const options: CallOptions = { signal: AbortSignal.abort("the shopper left") };
 * await ivy.listDataSessions(undefined, options).catch((error) => console.log(error.code)); // aborted
 * ```
 */
export type CallOptions = {
  /** Ends the call with `aborted`, whatever the reason that it was aborted with. */
  signal?: AbortSignal;
};

/**
 * What {@link Client.openBankLogin} takes.
 *
 * @example
 * ```ts
 * import type { OpenOptions } from "ivy-data-session";
 *
 * const isWide = true;
 * const options: OpenOptions = { mode: isWide ? "popup" : "redirect", signal: AbortSignal.timeout(600_000) };
 * console.log(options.mode); // popup
 * ```
 */
export type OpenOptions = CallOptions & {
  /** Default `"redirect"`: this page is left. `"popup"`: a window of its own, and this page stays. */
  mode?: "redirect" | "popup";
};

/**
 * What {@link Client.recallBank} and {@link Client.connectBank} take.
 *
 * @example
 * ```ts
 * import type { ConnectOptions } from "ivy-data-session";
 *
 * const options: ConnectOptions = { maxAgeDays: 90, require: ["identity", "accounts"] };
 * console.log(options.fresh ?? false); // false
 * ```
 */
export type ConnectOptions = CallOptions & {
  /** How old a past session may be, in days. Only if it is set, one of unknown age is not enough. */
  maxAgeDays?: number;
  /** The permissions whose data a past session must hold; default those of the request. */
  require?: readonly Permission[];
  /** Whether the shopper asked for another bank: nothing is looked up. */
  fresh?: boolean;
};

/**
 * Past sessions can stand in for a bank login. Nothing of them is used before the shopper says so.
 *
 * @example
 * ```ts
 * import type { RecalledOutcome } from "ivy-data-session";
 * import { sampleRecalled } from "ivy-data-session/testing";
 *
 * const tell = ({ session, sessions }: RecalledOutcome) => session?.data?.bankName ?? `choose from ${sessions.length}`;
 * console.log(tell(sampleRecalled())); // Test Bank
 * ```
 */
export type RecalledOutcome = {
  kind: "recalled";
  /** All that will do: newest first, those without a date last. */
  sessions: DataSession[];
  /** The one to offer; `null` where the shopper has to choose. */
  session: DataSession | null;
  /** Whole days since `session` was created, by the proxy's clock; `null` where that is not known. */
  ageDays: number | null;
  /** Whether the sessions name different people. */
  identityDiffers: boolean;
};

/**
 * Why a bank login is needed.
 *
 * @example
 * ```ts
 * import type { LoginReason } from "ivy-data-session";
 *
 * const tell = (reason: LoginReason) => (reason === "too_old" ? "Please confirm your account again" : "Please log in to your bank");
 * console.log(tell("guest")); // Please log in to your bank
 * ```
 */
export type LoginReason =
  | "guest"
  | "requested"
  | "metadata_only"
  | "no_past_session"
  | "not_complete"
  | "missing_data"
  | "age_unknown"
  | "too_old"
  | "list_unavailable";

/**
 * No past session can stand in for a bank login. Nothing was created.
 *
 * @example
 * ```ts
 * import type { NotRecalledOutcome } from "ivy-data-session";
 *
 * const isNew = ({ reason }: NotRecalledOutcome) => reason === "no_past_session";
 * console.log(isNew({ kind: "not_recalled", reason: "too_old" })); // false
 * ```
 */
export type NotRecalledOutcome = {
  kind: "not_recalled";
  reason: LoginReason;
  /** With `list_unavailable`: why there is no list. */
  problem?: IvyError;
};

/**
 * The shopper has to log in to the bank: {@link Client.openBankLogin}.
 *
 * @example
 * ```ts
 * import type { LoginOutcome } from "ivy-data-session";
 * import { sampleLogin } from "ivy-data-session/testing";
 *
 * const isLate = ({ expiresAt }: LoginOutcome) => expiresAt !== null && expiresAt * 1000 < Date.now();
 * console.log(isLate(sampleLogin({ expiresAt: 0 }))); // true
 * ```
 */
export type LoginOutcome = {
  kind: "login";
  id: string;
  referenceId: string;
  redirectUrl: string;
  /** Epoch seconds. */
  expiresAt: number | null;
  reason: LoginReason;
  /** With `list_unavailable`: why there is no list. */
  problem?: IvyError;
};

/**
 * What became of {@link Client.connectBank}.
 *
 * @example
 * ```ts
 * import type { ConnectOutcome } from "ivy-data-session";
 * import { sampleLogin, sampleRecalled } from "ivy-data-session/testing";
 *
 * const tell = (outcome: ConnectOutcome) => (outcome.kind === "recalled" ? outcome.sessions.length : outcome.reason);
 * console.log(tell(sampleRecalled()), tell(sampleLogin({ reason: "guest" }))); // 1 guest
 * ```
 */
export type ConnectOutcome = RecalledOutcome | LoginOutcome;

/**
 * What became of a bank login.
 *
 * @example
 * ```ts
 * import type { LoginResult } from "ivy-data-session";
 *
 * const tell = (result: LoginResult) => (result.kind === "connected" ? result.session.id : result.referenceId);
 * console.log(tell({ kind: "pending", referenceId: "order-1" })); // order-1
 * ```
 */
export type LoginResult =
  | { kind: "connected"; session: DataSession }
  | { kind: "pending"; referenceId: string }
  | { kind: "not_connected"; referenceId: string; reason: "error" | "expired" | "unknown" };

/**
 * A client of a merchant proxy. Its methods load the library by themselves and can be passed around.
 *
 * @example
 * ```ts
 * import type { Client } from "ivy-data-session";
 * import { createFakeClient } from "ivy-data-session/testing";
 *
 * const isKnown = async (ivy: Client) => (await ivy.listDataSessions()).sessions.length > 0;
 * console.log(await isKnown(createFakeClient({ listDataSessions: { sessions: [], rejected: [], warnings: [] } }))); // false
 * ```
 */
export type Client = {
  /**
   * The main job: looks for past sessions that can stand in for a bank login, and creates a new session where there are
   * none. A list that cannot be had right now costs the shopper a login, not the checkout.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * const answer = { dataSessions: [{ id: "s1", status: "complete", data: { identity: { name: "Ada Example" } } }] };
   * globalThis.fetch = async () => new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const outcome = await ivy.connectBank({ permissions: ["identity"], market: "DE" });
   * if (outcome.kind === "recalled") console.log(outcome.session?.data?.identity?.name); // Ada Example
   * else await ivy.openBankLogin(outcome);
   * ```
   */
  connectBank(input: PageRequest, options?: ConnectOptions): Promise<ConnectOutcome>;

  /**
   * The first half of {@link Client.connectBank}: looks for past sessions that can stand in for a bank login, and creates
   * nothing. For a page that offers a known account as soon as it is shown, before anybody asks for a login.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"dataSessions":[]}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const outcome = await ivy.recallBank({ permissions: ["identity"] });
   * if (outcome.kind === "not_recalled") console.log(outcome.reason); // no_past_session
   * ```
   */
  recallBank(input: PageRequest, options?: ConnectOptions): Promise<RecalledOutcome | NotRecalledOutcome>;

  /**
   * Lets the proxy forget a past session, so that it is never recalled again; without an id, all of this customer's.
   *
   * @throws {@link IvyError} `not_found` for every session that is not this customer's
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"forgotten":2}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * console.log((await ivy.forgetBank()).forgotten); // 2
   * ```
   */
  forgetBank(id?: string, options?: CallOptions): Promise<{ forgotten: number }>;

  /**
   * Lets the shopper log in to the bank in a window of its own, and gives what became of it: the same as
   * {@link Client.resumeBankLogin}, once. Call it in the click itself, before anything is awaited: a browser opens a window
   * only then. The outcome may still be on its way.
   *
   * The return page calls `resumeBankLogin` as always; its window then closes. A window that the shopper closes gives
   * `not_connected` with the reason `unknown`. Where the bank's pages cut their window off from this one
   * (`Cross-Origin-Opener-Policy`), nobody can tell that it was closed until the shopper has been back here for ten
   * seconds: offer a button that aborts `signal`. Aborting closes the window.
   *
   * @throws {@link IvyError} `popup_blocked` where no window opens (in-app browsers, popup blockers): use the mode
   *   `redirect`; `validation_failed` where the promise gives a recalled outcome, which needs no login: the window closes
   *   again; whatever the promise rejects with; `aborted`; `load_failed` where `popup.js` could not be loaded; else as
   *   with the mode `redirect`
   * @example
   * ```ts
   * import { createClient, isIvyError } from "ivy-data-session";
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   *
   * async function onClick() {
   *   const outcome = ivy.connectBank({ permissions: ["identity"] }, { fresh: true });
   *   try {
   *     return await ivy.openBankLogin(outcome, { mode: "popup" });
   *   } catch (error) {
   *     if (isIvyError(error) && error.code === "popup_blocked") return ivy.openBankLogin(outcome); // leaves the page
   *     throw error;
   *   }
   * }
   * await onClick().catch((error) => console.log(error.code)); // unsupported
   * ```
   */
  openBankLogin(
    outcome: LoginOutcome | PromiseLike<ConnectOutcome>,
    options: OpenOptions & { mode: "popup" },
  ): Promise<LoginResult>;

  /**
   * Sends the shopper to the bank login, after checking that it is one of Ivy's pages. Resolves before the page is left.
   * A login that has expired is created anew first, once, where the outcome is the very one that this client gave.
   *
   * @throws {@link IvyError} `untrusted_redirect`, `unsupported` outside of a page; where a login is created anew, as
   *   {@link Client.connectBank}
   * @example
   * ```ts
   * import { createClient, isIvyError } from "ivy-data-session";
   * import { sampleLogin } from "ivy-data-session/testing";
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const elsewhere = { ...sampleLogin(), redirectUrl: "https://getivy.de.evil.example/" };
   * await ivy.openBankLogin(elsewhere).catch((error) => console.log(isIvyError(error))); // true
   * ```
   */
  openBankLogin(
    outcome: LoginOutcome | PromiseLike<ConnectOutcome>,
    options?: OpenOptions & { mode?: "redirect" },
  ): Promise<{ kind: "navigating" }>;

  /** One of the two, as `mode` says. */
  openBankLogin(
    outcome: LoginOutcome | PromiseLike<ConnectOutcome>,
    options?: OpenOptions,
  ): Promise<{ kind: "navigating" } | LoginResult>;

  /**
   * On the page that the login returns to: what became of it, or `null` when nothing is pending. Waits up to ten seconds
   * for a bank that is not done. Takes the one-time nonce out of the address bar; a reload gives the same answer.
   *
   * Rejects with `unauthorized` if nobody is signed in any more. Let the shopper sign in, and call it again on any page of
   * this tab: it finds the login by its reference, and gives `null` until then. A prerendered page asks when it is shown.
   *
   * In the window of a login with the mode `popup` it tells the page that opened it, and closes the window.
   * `handedOver` says that the window could not be closed: then show that the shopper may close it, and nothing else.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * console.log(await ivy.resumeBankLogin()); // null
   * ```
   */
  resumeBankLogin(options?: CallOptions): Promise<(LoginResult & { handedOver?: true }) | null>;

  /**
   * Creates a data session.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * const answer = { id: "s1", status: "open", redirectUrl: "https://checkout.getivy.de/?session=s1" };
   * globalThis.fetch = async () => new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const session = await ivy.createDataSession({ permissions: ["identity"] });
   * console.log(session.id); // s1
   * ```
   */
  createDataSession(input: PageRequest, options?: CallOptions): Promise<DataSession>;

  /**
   * Lists past sessions, by default those of whoever is signed in to the proxy.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"dataSessions":[]}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const { sessions } = await ivy.listDataSessions();
   * console.log(sessions.length); // 0
   * ```
   */
  listDataSessions(query?: ListQuery, options?: CallOptions): Promise<DataSessionList>;

  /**
   * Reads one session by its id.
   *
   * @throws {@link IvyError} `not_found` for every session that is not this customer's
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"id":"s1","status":"open"}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * console.log((await ivy.getDataSession("s1")).status); // open
   * ```
   */
  getDataSession(id: string, options?: CallOptions): Promise<DataSession>;
};

/**
 * Makes a client. Nothing is loaded or sent, and it is safe while a page is made on a server.
 *
 * @throws {@link IvyError} `validation_failed` for an option that is wrong; `unsupported` for an API key among the
 *   options, for same-origin credentials with a proxy of another origin, and for `"local"` on another machine's page
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 *
 * const ivy = createClient({ proxyUrl: "/api/ivy", timeoutMs: 8_000, onEvent: (event) => console.log(event.type) });
 * console.log(Object.keys(ivy).length); // 8
 * ```
 */
export function createClient(options: ClientOptions): Client;
