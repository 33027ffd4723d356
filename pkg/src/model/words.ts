// The enumerations of the Rust definition (`src/model`, `src/recall`), except the codes of errors (`codes.ts`).
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
