// The codes of issues and errors of the Rust definition (`src/rules`, `src/model`).
//
// The type bodies are generated: `IVY_RENEW=1 cargo test --test definition` rewrites them.

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
