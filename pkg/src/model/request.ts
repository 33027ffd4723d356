// The shapes of requests and queries.
//
// The type bodies of the Rust definition (`src/model`) are generated: `IVY_RENEW=1 cargo test --test definition` rewrites
// them.

import type { Locale, Permission } from "./words.ts";

/**
 * Any JSON value. A member that is `undefined` is left out, as `JSON.stringify` does.
 *
 * @example
 * ```ts
 * import type { JsonValue } from "ivy-data-session";
 *
 * const cart: JsonValue = { items: [{ sku: "beans", count: 2 }], gift: false };
 * console.log(JSON.stringify(cart).length); // 50
 * ```
 */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { [key: string]: JsonValue | undefined };

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
export type Metadata = { [key: string]: JsonValue | undefined };

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
  /** A phone number, E.164, without `(0)`; spaces, hyphens, dots and round brackets are dropped. */
  phone?: string | undefined;
  /** The merchant's own id of the user, which never changes. The most reliable of the four for finding sessions. */
  referenceId?: string | undefined;
  /** Metadata of the merchant about the user. A list cannot be requested by metadata. */
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
 * Fields of a data session that a page may set. Fields named in `extraFields` are allowed beside these.
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
  /** The country whose banks are listed first: ISO 3166-1 alpha-2, or `XK`. */
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
  /** Metadata of the merchant, returned with results. */
  metadata?: Metadata | undefined;
  /** The initial values of the login form. */
  prefill?: {
    /** Ivy's id of the shopper's bank. Skips the choice of a bank. */
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
  /** The theme of Ivy's pages. */
  themeVariant?: "light" | "dark" | undefined;
  /** The account that the permission `match_identity` compares. Required with it, refused without it. */
  matchData?: MatchData | undefined;
};

/**
 * A request that creates a data session.
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
 * A query for a user's past sessions: exactly one field.
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
