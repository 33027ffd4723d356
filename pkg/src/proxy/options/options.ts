// The options of `createProxy`.

import type { Store } from "../stores/store.ts";
import type { Customer } from "./customer.ts";
import type { PlainReturn } from "./login.ts";

/**
 * A bucket of `burst` requests that fills up again at `perMinute`.
 *
 * @example
 * ```ts
 * import type { Rate } from "ivy-data-session/proxy";
 *
 * const rate: Rate = { burst: 60, perMinute: 120 };
 * console.log(rate.burst); // 60
 * ```
 */
export type Rate = {
  /** Requests at once. */
  burst: number;
  /** Requests a minute in the long run. */
  perMinute: number;
};

/**
 * The options of {@link createProxy}.
 *
 * @example
 * ```ts
 * import { sqliteStore, type ProxyOptions } from "ivy-data-session/proxy";
 *
 * const options: ProxyOptions = {
 *   apiKey: "made-for-tests",
 *   apiUrl: "https://api.sand.getivy.de",
 *   webhookSecret: "made-for-tests-too",
 *   tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=", // openssl rand -base64 32
 *   origins: ["https://shop.example"],
 *   store: sqliteStore(":memory:"),
 *   identify: (request) => (request.headers.get("cookie") === "session=ada" ? { customerId: "c-1" } : null),
 * };
 * console.log(options.origins[0]); // https://shop.example
 * ```
 */
export type ProxyOptions = {
  /** Ivy's API key. */
  apiKey: string;
  /** Ivy's API: https, or http on this machine. */
  apiUrl: string;
  /**
   * Returns who sent a request, by its headers (the cookie of your sign-in); `null` for somebody who is not signed in. Do not
   * read the body. If it throws, the request is answered with 503.
   */
  identify: (request: Request) => Customer | null | Promise<Customer | null>;
  /** The table of sessions; by default {@link sqliteStore} of `ivy.sqlite` in the folder where the server was started. */
  store?: Store | undefined;
  /** The exact origins whose pages may call the proxy, as a browser writes them: `https://shop.example`. */
  origins: readonly string[];
  /**
   * The signing secret of Ivy's callbacks, at least 16 characters. While you replace it: both, the new one first; callbacks
   * that are signed with either are accepted.
   */
  webhookSecret: string | readonly string[];
  /**
   * The secret of the tables: at least 32 random bytes as base64 or hex (`openssl rand -base64 32`), or a list with the
   * newest first. Keep it as long as the database: no row can be found without the secret that made it.
   */
  tableSecret: string | readonly string[];
  /** Returns the start of a new session's `referenceId`, such as an order's number. A random tail is added. */
  referenceId?: ((request: Request) => string | null | undefined | Promise<string | null | undefined>) | undefined;
  /** The URLs to which Ivy sends shoppers and results; each has a default below the first of `origins`. */
  callbackUrls?: {
    /** The page that calls `resumeBankLogin`; by default `/return`. */
    return?: string | undefined;
    /** The page to which a login returns that began with the plain form; by default `/plain/return`. */
    plainReturn?: string | undefined;
    /** The public URL of this proxy's `/callback`; by default below `basePath`. */
    result?: string | undefined;
  } | undefined;
  /**
   * The pages to which logins return that began on another of `origins`, for a proxy of several shop domains: a shopper is
   * signed in where the login began. Each page has a default below its origin. An origin without an entry has the pages of
   * `callbackUrls`.
   */
  returnUrls?: Readonly<Record<string, { return?: string | undefined; plainReturn?: string | undefined }>> | undefined;
  /**
   * Returns the path of your shop to which a shopper goes on after a login that began without JavaScript. With it the proxy
   * serves the page of `callbackUrls.plainReturn` and those of `returnUrls` itself; without it they are yours to serve.
   */
  afterPlainReturn?: ((outcome: PlainReturn) => string | Promise<string>) | undefined;
  /**
   * False switches recall off: no past session is offered, in rendered pages neither. A function is called for each list, so that
   * you can switch without a deploy; if it throws, recall counts as on. By default true.
   */
  recall?: boolean | (() => boolean | Promise<boolean>) | undefined;
  /**
   * Releases sessions that this proxy did not create to the customer whom Ivy's own response names, if Ivy created them before
   * this moment (a Date, or seconds since 1970); by default none.
   */
  trustSessionsBefore?: Date | number | undefined;
  /** Fields that pages get beyond the usual ones; by default none. */
  pageFields?: readonly ("balances" | "transactions" | "metadata")[] | undefined;
  /** The time for which rows are kept, in days. */
  retentionDays?: {
    /** Sessions that were never released, or that are locked; by default 7. */
    abandoned?: number | undefined;
    /** Guests' sessions, after their last use; by default 2. */
    guests?: number | undefined;
    /** Customers' sessions, after their last use; by default 180. */
    customers?: number | undefined;
  } | undefined;
  /** Takes each line of the log, which is JSON and holds no personal data; by default `console.log`. */
  log?: ((line: string) => void) | undefined;
  /** The path below which the routes are; by default `/api/ivy`. */
  basePath?: string | undefined;
  /**
   * The value by which past sessions are listed at Ivy. `auto`, the default, takes the first that a check of Ivy's list shows to
   * work; if none does, the proxy reads its own table and asks Ivy for each session.
   */
  listBy?: "auto" | "referenceId" | "email" | "phone" | undefined;
  /** The environment to whose login pages the plain form may send a shopper; by default that of `apiUrl`. */
  loginEnvironment?: "production" | "sandbox" | "local" | undefined;
  /** More hosts of login pages, by their exact names. */
  loginHosts?: readonly string[] | undefined;
  /** Ivy's paths, if they are not the documented ones. */
  paths?: { create?: string | undefined; details?: string | undefined; list?: string | undefined } | undefined;
  /**
   * The header in which your own load balancer puts the shopper's address: a list of addresses such as `x-forwarded-for`, or
   * `forwarded`.
   */
  addressHeader?: string | undefined;
  /**
   * The item of `addressHeader` that counts, from the right over all its lines: the number of your own proxies that add to it;
   * by default 1. Items further left were written by the client.
   */
  trustedHops?: number | undefined;
  /** The limits of one request and of one client; sizes in bytes. */
  limits?: {
    /** A page's request; by default 64 KiB. */
    pageBody?: number | undefined;
    /** Ivy's callback; by default 1 MiB. */
    callbackBody?: number | undefined;
    /** Ivy's response; by default 4 MiB. */
    answer?: number | undefined;
    /** The time in which a request's body must arrive; by default 10 seconds. */
    bodyDeadlineMs?: number | undefined;
    /** One customer, or one guest; by default 60 at once and 120 a minute. */
    perOwner?: Rate | undefined;
    /** One address, for pages; by default 120 at once and 600 a minute. */
    perAddress?: Rate | undefined;
    /** One address, for callbacks; by default 240 at once and 1200 a minute. */
    callbacksPerAddress?: Rate | undefined;
    /** Creates of one customer or guest in 10 minutes, counted in the table; by default 10. */
    createsPerOwner?: number | undefined;
    /** Creates of one address in 10 minutes, likewise; by default 60. */
    createsPerAddress?: number | undefined;
    /** Requests in flight, from all addresses together; one address gets an eighth. By default 1,024. */
    requestsInFlight?: number | undefined;
    /** Bytes of requests' bodies that are held at once; one address gets an eighth. By default 8 MiB. */
    bufferedBytes?: number | undefined;
    /** Requests to Ivy in flight; by default 256. Further ones are answered with 503 at once. */
    ivyInFlight?: number | undefined;
    /**
     * The number of failures in a row after which Ivy is not called for a while; by default 10. Creates, details and lists
     * count separately. Only lost connections, timeouts, 5xx and 429 are failures.
     */
    breakerFailures?: number | undefined;
    /** The time after which one request is let through to try again; by default 10 seconds. */
    breakerOpenMs?: number | undefined;
  } | undefined;
  /** The time that Ivy may take. */
  deadlines?: {
    /** Until a connection is open; by default 2 seconds. */
    connectMs?: number | undefined;
    /** A create; by default 8 seconds. */
    createMs?: number | undefined;
    /** A list or details call; by default 5 seconds. */
    readMs?: number | undefined;
  } | undefined;
  /** Fields beyond the documented ones that a page's request may have. */
  extraFields?: readonly string[] | undefined;
  /** Permissions beyond the documented ones that a page may ask for. */
  extraPermissions?: readonly string[] | undefined;
};
