// The shapes of responses.
//
// The type bodies of the Rust definition (`src/model`) are generated: `IVY_RENEW=1 cargo test --test definition` rewrites
// them.

import type { Metadata } from "./request.ts";
import type { Permission, SessionStatus } from "./words.ts";

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
 * console.log(maskIban(address.iban ?? "")); // DE •••• 3000
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
  /** The account's name, for display. */
  name?: string | undefined;
  /** The account's address. */
  identifier?: FinancialAddress | undefined;
  /** The kind of account. */
  type?: "checking" | "saving" | (string & {}) | undefined;
  /** Ivy's id of the account. */
  id?: string | undefined;
  /** Ivy's id of the account's bank. */
  bankId?: string | undefined;
  /** The name of the account's bank, for display. */
  bankName?: string | undefined;
  /** The currency, ISO 4217. */
  currency?: string | undefined;
  /** The account's addresses. */
  financialAddress?: readonly FinancialAddress[] | undefined;
  /** The account's name, for display. */
  accountName?: string | undefined;
  /**
   * Identifies this account to your server: post it with the session's id, and pass both to the proxy's
   * `releaseAccount`. Only the proxy can read it. An account without a handle cannot be used for a payment.
   */
  handle?: string | undefined;
  /** The merchant's own metadata. */
  metadata?: unknown;
  /** The balances of the account. Their form is not documented. */
  balances?: unknown;
  /** The transactions of the account. Their form is not documented. */
  transactions?: unknown;
  [unknownField: string]: unknown;
};

/**
 * Data that the shopper shared.
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
  /** The bank's name, for display. */
  bankName?: string | undefined;
  /** The shopper's identity. */
  identity?: Identity | undefined;
  /** The shopper's accounts. */
  accounts?: readonly Account[] | undefined;
  /** Ivy's id of the bank. */
  bankId?: string | undefined;
  /** The merchant's own metadata. */
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
  /** The country whose banks are listed first. */
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
    /** The merchant's own metadata about the user. */
    metadata?: Metadata | undefined;
    [unknownField: string]: unknown;
  } | undefined;
  /** The merchant's own metadata. */
  metadata?: Metadata | undefined;
  /** The initial values of the login form. */
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
  /** The theme of Ivy's pages. */
  themeVariant?: string | undefined;
  /** The balances of the accounts. Their form is not documented. */
  balances?: unknown;
  /** The transactions of the accounts. Their form is not documented. */
  transactions?: unknown;
  [unknownField: string]: unknown;
};
