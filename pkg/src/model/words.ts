// The enumerations of the Rust definition (`src/model`, `src/rules`, `src/recall`).
//
// The type bodies are generated: `IVY_RENEW=1 cargo test --test definition` rewrites them.

/**
 * Data that a shopper can be asked to share.
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
 * The state of a session. Ivy's documentation has several versions; an undocumented status is kept.
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
 * Everything that can go wrong with a call. The guide "Error codes" has the causes.
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
  | "list_unavailable"
  | "recall_off";

/**
 * An operation of a client: loading the library, a call of the proxy, opening a bank login.
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
