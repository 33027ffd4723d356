// The proxy as the merchant's program sees it.

import type { PageRequest } from "../model/request.ts";
import type { Account, DataSession } from "../model/session.ts";
import type { Customer } from "./options/customer.ts";
import type { Login } from "./options/login.ts";
import type { RecallOptions, ServerRecall } from "./options/recall.ts";

/**
 * The requirements for an account that pays.
 *
 * @example
 * ```ts
 * import type { Wanted } from "ivy-data-session/proxy";
 *
 * const wanted: Wanted = { required: ["accounts"], maxAgeDays: 90 };
 * console.log(wanted.required.length); // 1
 * ```
 */
export type Wanted = {
  /** The permissions whose data the session must have. */
  required: readonly string[];
  /** The highest age of the session, in days; by default any age. */
  maxAgeDays?: number | undefined;
};

/**
 * Facts about a request that its `Request` does not hold.
 *
 * @example
 * ```ts
 * import type { RequestInfo } from "ivy-data-session/proxy";
 *
 * const info: RequestInfo = { address: "203.0.113.7" };
 * console.log(info.address); // 203.0.113.7
 * ```
 */
export type RequestInfo = {
  /** The shopper's address, for the limits, if your server knows it and no `addressHeader` is set. */
  address?: string | undefined;
  /**
   * The platform's function that keeps work alive after the client has hung up, such as Vercel's `waitUntil`. On Cloudflare
   * Workers the proxy finds it itself, and servers need none.
   */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
};

declare const checked: unique symbol;

/**
 * A post that has passed {@link Proxy.checkFormPost} or {@link Proxy.checkJsonPost}. Only such a post presents a nonce.
 *
 * @example
 * ```ts
 * import type { CheckedPost } from "ivy-data-session/proxy";
 *
 * const urlOf = (post: CheckedPost) => post.request.url;
 * console.log(urlOf.length); // 1
 * ```
 */
export type CheckedPost = {
  /** The request that was checked. */
  readonly request: Request;
  readonly [checked]: true;
};

/**
 * The state of a proxy, by its last requests. Times are in seconds since 1970.
 *
 * @example
 * ```ts
 * import type { Health } from "ivy-data-session/proxy";
 *
 * const status = ({ ready }: Health) => (ready ? 200 : 503);
 * console.log(status.length); // 1
 * ```
 */
export type Health = {
  /** True if requests can be answered: the database is not known to be down. For a readiness check. */
  ready: boolean;
  /** True if nothing is known to be wrong, with Ivy either. */
  ok: boolean;
  /** The database, by the last statement. */
  database: { state: "unknown" | "up" | "down"; at: number | null };
  /** Ivy, by the last request to it. */
  ivy: { state: "unknown" | "up" | "down"; at: number | null };
  /** The circuit breakers. Ivy gets no request while one is `open`, and one request at a time while it is `half_open`. */
  breakers: Record<"create" | "details" | "list", "closed" | "open" | "half_open">;
  /** The way by which past sessions are found: Ivy's list by one of three values, or this proxy's own table. */
  listWay: "referenceId" | "email" | "phone" | "table";
  /** The last result of {@link Proxy.checkListPath}, which is the reason for `listWay`. */
  listPath: "answers" | "unfiltered" | "refused" | "missing" | "unknown" | null;
  /** The last known position of the option `recall`. */
  recall: "on" | "off";
  /** The time of the last sweep. */
  sweptAt: number | null;
};

/**
 * A line of {@link Proxy.check}. Holds no personal data and no secret.
 *
 * @example
 * ```ts
 * import type { CheckLine } from "ivy-data-session/proxy";
 *
 * const print = (lines: readonly CheckLine[]) => lines.map(({ text }) => text).join("\n");
 * console.log(print([{ name: "settings", state: "ok", text: "ok       settings" }])); // ok       settings
 * ```
 */
export type CheckLine = {
  /** The part that was tried. */
  name: "settings" | "database" | "apiKey" | "list" | "origins" | "url" | "address" | "cookie" | "origin" | (string & {});
  /** The result; `unknown` for a part that could not be tried. */
  state: "ok" | "wrong" | "unknown";
  /** The problem. */
  problem?: string | undefined;
  /** The step that helps. */
  fix?: string | undefined;
  /** The whole line, to be printed. */
  text: string;
};

/**
 * The proxy: a function from a request to its response, and functions for your own server.
 *
 * @example
 * ```ts
 * import { createProxy, sqliteStore, type Proxy } from "ivy-data-session/proxy";
 *
 * const proxy: Proxy = createProxy({
 *   apiKey: "made-for-tests",
 *   apiUrl: "https://api.sand.getivy.de",
 *   webhookSecret: "made-for-tests-too",
 *   tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=", // openssl rand -base64 32
 *   origins: ["https://shop.example"],
 *   store: sqliteStore(":memory:"),
 *   identify: () => null,
 *   log: () => {},
 * });
 * const response = await proxy(new Request("https://shop.example/api/ivy/forget"));
 * console.log(response.status); // 405
 * await proxy.close();
 * ```
 */
export type Proxy = {
  /** Answers a request; a fault is a response, too. */
  (request: Request, info?: RequestInfo): Promise<Response>;
  /** The path below which the routes are. */
  readonly basePath: string;
  /** The paths of the return pages that the proxy serves itself, by the option `afterPlainReturn`. */
  readonly plainReturnPaths?: readonly string[] | undefined;
  /**
   * Checks the path of Ivy's list by listing the sessions of nobody. `unfiltered`: Ivy listed somebody's, and no session from
   * elsewhere is trusted. `refused`: Ivy does not know the value of `listBy`. Without this call the first list does the check.
   * Meant for the start: rejects with an `IvyError` with the code `misconfigured` if the database cannot
   * be used, for example because it does not exist.
   */
  checkListPath(): Promise<"answers" | "unfiltered" | "refused" | "missing" | "unknown">;
  /**
   * Tries settings, database, Ivy's key and list, and origins. With the public `url` of this proxy's routes it also sends a signed
   * request through your load balancer, and says if address, cookies and origin of a browser arrive.
   */
  check(options?: { url?: string | undefined }): Promise<CheckLine[]>;
  /**
   * Returns the state of the proxy, without a request to the database or to Ivy. For your own server's health check, not for a
   * public route.
   */
  health(): Promise<Health>;
  /**
   * Returns counters for Prometheus in the OpenMetrics text format. Serve them as
   * `application/openmetrics-text; version=1.0.0; charset=utf-8`, and not on a public route.
   */
  metrics(): Promise<string>;
  /** Returns true if the table has a bank that is released to the sender of this request. A hint for the page to show first. */
  hasReleased(request: Request): Promise<boolean>;
  /**
   * Returns what the page's `recallBank` would, for the sender of a page's request: for a page that your server renders. Rejects
   * with an `IvyError` with the code `misconfigured` if there is no request, as at build time.
   */
  recall(httpRequest: Request, sessionRequest: PageRequest, options?: RecallOptions): Promise<ServerRecall>;
  /**
   * Returns the account with this handle, for a payment: fetched again from Ivy, and decided again. Rejects with
   * {@link ProxyError}; its code is `account_gone` if the session no longer has the account.
   */
  releaseAccount(
    request: Request,
    choice: { sessionId: string; handle: string; wanted: Wanted },
  ): Promise<{ session: DataSession; account: Account }>;
  /** Checks that a form's post came from a page of your origins. Use it in each of your own routes that takes a form. */
  checkFormPost(request: Request): Promise<CheckedPost>;
  /** Checks that a script's JSON post came from a page of your origins. Use it in each of your own routes that takes JSON. */
  checkJsonPost(request: Request): Promise<CheckedPost>;
  /**
   * Does the same as `/result`, for a page of your own: the browser came back with this nonce in its URL. Takes only a checked
   * post, since a GET must not change anything.
   */
  presentNonce(post: CheckedPost, nonce: string): Promise<Login>;
  /** Returns the outcome of a login whose nonce was presented before, or after whose return the shopper has signed in. */
  login(post: CheckedPost, referenceId: string): Promise<Login>;
  /**
   * Ends the guest of a browser: forgets their sessions, and returns the value of `Set-Cookie` that ends their cookie. Send it
   * with your responses to a sign-in and a sign-out, so that the next person at this browser finds nothing.
   */
  endGuest(request: Request): Promise<string>;
  /** Moves all sessions of one customer to another, by their ids. Locks stay. Returns the number of sessions. */
  reassignCustomer(from: string, to: string): Promise<number>;
  /**
   * Locks every session that was created before a moment (a Date, or seconds since 1970), for example after a backup was
   * restored. Returns the number of sessions.
   */
  lockBefore(moment: Date | number): Promise<number>;
  /**
   * Takes new secrets without a restart; those that are left out stay. Rejects with an `IvyError` with the code
   * `misconfigured`, and changes nothing, if one is weak, equal to another kind's, or a table secret is missing that rows
   * still name.
   */
  renew(secrets: {
    apiKey?: string | undefined;
    webhookSecret?: string | readonly string[] | undefined;
    tableSecret?: string | readonly string[] | undefined;
  }): Promise<void>;
  /**
   * Removes expired rows, and returns the number of sessions. Runs every 10 minutes; call it by cron if your host
   * has no timers.
   */
  sweep(): Promise<number>;
  /**
   * Removes all that is held of a customer, and returns the number of sessions. Nothing of it is released again. Give the
   * customer as `identify` does.
   */
  forgetCustomer(customer: Customer): Promise<number>;
  /**
   * Returns all that the tables hold of a customer, without a request to Ivy. Each session has its `state`, and, if they are known,
   * `referenceId`, `sessionId`, `outcome` and times in seconds since 1970. `forgotAllAt` says when they forgot everything.
   * Give the customer as `identify` does.
   */
  exportCustomer(customer: Customer): Promise<{ sessions: Record<string, string | number>[]; forgotAllAt?: number | undefined }>;
  /** Closes the store if this package has opened it. */
  close(): Promise<void>;
};
