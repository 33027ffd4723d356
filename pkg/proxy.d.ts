/**
 * For servers: the merchant proxy as one function, from a `Request` to a `Response`. It holds Ivy's API key, knows by your
 * sign-in who is asking, and decides who may see which data session.
 *
 * Works in Node 20 and later, without a bundler or inside of one. Never import it into a page.
 *
 * @module ivy-data-session/proxy
 */

import type { Account, DataSession, IvyError } from "ivy-data-session";

/**
 * Who is signed in, as your own sign-in says. It is believed: it decides whose bank data a browser may see.
 *
 * @example
 * ```ts
 * import type { Customer } from "ivy-data-session/proxy";
 *
 * const ada: Customer = { customerId: "c-1", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") };
 * console.log(ada.customerId); // c-1
 * ```
 */
export type Customer = {
  /** Your own id of the customer, at most 200 characters: never changed, never given to another. */
  customerId: string;
  /** The e-mail address. It counts only together with `emailVerifiedAt`. */
  email?: string | null;
  /** When the address was verified for this customer, in seconds since 1970. Sessions found by it that are older are left out. */
  emailVerifiedAt?: Date | number | null;
  /** The phone number. It counts only together with `phoneVerifiedAt`. */
  phone?: string | null;
  /** When the number was verified for this customer, likewise. */
  phoneVerifiedAt?: Date | number | null;
};

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
   * Says who sent a request, by its headers (the cookie of your sign-in); `null` for somebody who is not signed in. Do not
   * read the body. Where it throws, the request is answered with 503.
   */
  identify: (request: Request) => Customer | null | Promise<Customer | null>;
  /** The table of sessions; by default {@link sqliteStore} of `ivy.sqlite` in the folder where the server was started. */
  store?: Store;
  /** The exact origins whose pages may ask, as a browser writes them: `https://shop.example`. */
  origins: readonly string[];
  /**
   * The signing secret of Ivy's callbacks, at least 16 characters. While you replace it: both, the new one first; callbacks
   * that are signed with either are taken.
   */
  webhookSecret: string | readonly string[];
  /**
   * The secret of the tables: at least 32 random bytes as base64 or hex (`openssl rand -base64 32`), or a list with the
   * newest first. Keep it as long as the database: no row can be found without the secret that made it.
   */
  tableSecret: string | readonly string[];
  /** Gives the start of a new session's `referenceId`, such as an order's number. A random tail is added. */
  referenceId?: (request: Request) => string | null | undefined | Promise<string | null | undefined>;
  /** Where Ivy sends shoppers and results; each has a default below the first of `origins`. */
  callbackUrls?: {
    /** The page that calls `resumeBankLogin`; by default `/return`. */
    return?: string;
    /** Where a login that began with the plain form comes back to; by default `/plain/return`. */
    plainReturn?: string;
    /** The public URL of this proxy's `/callback`; by default below `basePath`. */
    result?: string;
  };
  /**
   * Releases sessions that this proxy did not create to the customer whom Ivy's own answer names, if Ivy created them before
   * this moment (a Date, or seconds since 1970); by default none.
   */
  trustSessionsBefore?: Date | number;
  /** Fields that pages get beyond the usual ones; by default none. */
  pageFields?: readonly ("balances" | "transactions" | "metadata")[];
  /** How long rows are kept, in days. */
  retentionDays?: {
    /** Sessions that were never released, or that are locked; by default 7. */
    abandoned?: number;
    /** Guests' sessions, after their last use; by default 2. */
    guests?: number;
    /** Customers' sessions, after their last use; by default 180. */
    customers?: number;
  };
  /** Takes each line of the log, which is JSON and holds no personal data; by default `console.log`. */
  log?: (line: string) => void;
  /** Below which path the routes are; by default `/api/ivy`. */
  basePath?: string;
  /** By what Ivy's list is asked; by default the customer's id. */
  listBy?: "referenceId" | "email" | "phone";
  /** Whose login pages the plain form may send a shopper to; by default as `apiUrl` says. */
  loginEnvironment?: "production" | "sandbox" | "local";
  /** More hosts of login pages, by their exact names. */
  loginHosts?: readonly string[];
  /** Ivy's paths, where they are others than documented. */
  paths?: { create?: string; details?: string; list?: string };
  /**
   * The header in which your own load balancer puts the shopper's address: a list of addresses such as `x-forwarded-for`, or
   * `forwarded`.
   */
  addressHeader?: string;
  /**
   * Which item of `addressHeader` counts, from the right over all its lines: the number of your own proxies that add to it; by
   * default 1. What stands further left was written by the client.
   */
  trustedHops?: number;
  /** What one request, and one asker, may cost; sizes in bytes. */
  limits?: {
    /** A page's request; by default 64 KiB. */
    pageBody?: number;
    /** Ivy's callback; by default 1 MiB. */
    callbackBody?: number;
    /** Ivy's answer; by default 4 MiB. */
    answer?: number;
    /** How long a request's body may take to arrive; by default 10 seconds. */
    bodyDeadlineMs?: number;
    /** One customer, or one guest; by default 60 at once and 120 a minute. */
    perOwner?: Rate;
    /** One address, for pages; by default 120 at once and 600 a minute. */
    perAddress?: Rate;
    /** One address, for callbacks; by default 240 at once and 1200 a minute. */
    callbacksPerAddress?: Rate;
    /** Creates of one customer or guest in 10 minutes, counted in the table; by default 10. */
    createsPerOwner?: number;
    /** Creates of one address in 10 minutes, likewise; by default 60. */
    createsPerAddress?: number;
    /** Requests in flight, from all addresses together; one address gets an eighth. By default 1,024. */
    requestsInFlight?: number;
    /** Bytes of requests' bodies that are held at once; one address gets an eighth. By default 8 MiB. */
    bufferedBytes?: number;
    /** Requests to Ivy in flight; by default 256. Further ones are answered with 503 at once. */
    ivyInFlight?: number;
    /**
     * After how many failures in a row Ivy is not asked for a while; by default 10. Creates, details and lists count apart. Only
     * lost connections, timeouts, 5xx and 429 are failures.
     */
    breakerFailures?: number;
    /** How long that is, until one request is let through to try; by default 10 seconds. */
    breakerOpenMs?: number;
  };
  /** How long Ivy may take. */
  deadlines?: {
    /** Until a connection stands; by default 2 seconds. */
    connectMs?: number;
    /** A create; by default 8 seconds. */
    createMs?: number;
    /** A list or details call; by default 5 seconds. */
    readMs?: number;
  };
  /** Fields beyond the documented ones that a page's request may have. */
  extraFields?: readonly string[];
  /** Permissions beyond the documented ones that a page may ask for. */
  extraPermissions?: readonly string[];
};

/**
 * What an account for a payment must come with.
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
  /** The permissions whose data must be there. */
  required: readonly string[];
  /** How many days old the session may be; left out: any age. */
  maxAgeDays?: number;
};

/**
 * What became of a bank login.
 *
 * @example
 * ```ts
 * import type { Login } from "ivy-data-session/proxy";
 *
 * const tell = ({ status }: Login) => (status === "complete" ? "connected" : "not connected");
 * console.log(tell({ referenceId: "order-1-x", status: "pending" })); // not connected
 * ```
 */
export type Login = {
  /** The session's reference, by which the login can be asked for again. */
  referenceId: string;
  /** Ivy's id of the session. */
  sessionId?: string;
  /** `pending`: not known yet. */
  status: "complete" | "pending" | "error" | "expired";
  /** Of a complete login: what a page may see of the session. */
  session?: DataSession;
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
 * How a proxy does, by what it learned last. Times are in seconds since 1970.
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
  /** Whether requests can be answered: the database is not known to be down. For a readiness check. */
  ready: boolean;
  /** Whether nothing is known to be wrong, with Ivy either. */
  ok: boolean;
  /** The database, by the last statement. */
  database: { state: "unknown" | "up" | "down"; at: number | null };
  /** Ivy, by the last request to it. */
  ivy: { state: "unknown" | "up" | "down"; at: number | null };
  /** Whether Ivy is asked: not while `open`, one request at a time while `half_open`. */
  breakers: Record<"create" | "details" | "list", "closed" | "open" | "half_open">;
  /** What {@link Proxy.checkListPath} said last. */
  listPath: "answers" | "unfiltered" | "missing" | "unknown" | null;
  /** When the table was last swept. */
  sweptAt: number | null;
};

/**
 * What the functions of a {@link Proxy} reject with.
 *
 * @example
 * ```ts
 * import type { ProxyError } from "ivy-data-session/proxy";
 *
 * const wait = (error: ProxyError) => error.retryAfter ?? 0;
 * console.log(wait.length); // 1
 * ```
 */
export type ProxyError = IvyError & {
  /** After how many seconds it can be asked again. */
  retryAfter?: number;
};

/**
 * The proxy: a function from a request to its answer, and what your own server asks it.
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
  /**
   * Answers a request; whatever happens is an answer. `address` is the shopper's, for the limits, where your server knows it and no
   * `addressHeader` is set.
   */
  (request: Request, info?: { address?: string | undefined }): Promise<Response>;
  /** Below which path the routes are. */
  readonly basePath: string;
  /**
   * Asks Ivy for the past sessions of nobody, to tell whether the path for it is right. `unfiltered`: Ivy listed somebody's,
   * and no session from elsewhere is trusted. Meant for the start.
   */
  checkListPath(): Promise<"answers" | "unfiltered" | "missing" | "unknown">;
  /** How the proxy does, by what it learned last: nothing is asked for it. For your own server's health check, not for a public route. */
  health(): Promise<Health>;
  /**
   * Counters for Prometheus in the OpenMetrics text format. Serve them as
   * `application/openmetrics-text; version=1.0.0; charset=utf-8`, and not on a public route.
   */
  metrics(): Promise<string>;
  /** Whether a bank is released to whoever sent this request, as far as the table knows. A hint for what to show first. */
  hasReleased(request: Request): Promise<boolean>;
  /**
   * Gives the account with this handle, for a payment: fetched again from Ivy, and decided again. Rejects with
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
   * Does what `/result` does, for a page of your own: the browser came back with this nonce in its URL. Takes only a checked
   * post, since a GET must not change anything.
   */
  presentNonce(post: CheckedPost, nonce: string): Promise<Login>;
  /** Returns how a login ended whose nonce was presented before, or after whose return the shopper has signed in. */
  login(post: CheckedPost, referenceId: string): Promise<Login>;
  /**
   * Ends the guest of a browser: forgets their sessions, and gives the value of `Set-Cookie` that ends their cookie. Send it
   * with your answers to a sign-in and a sign-out, so that the next person at this browser finds nothing.
   */
  endGuest(request: Request): Promise<string>;
  /** Gives all sessions of one customer to another, by their ids. Locks stay. Gives the number of sessions. */
  reassignCustomer(from: string, to: string): Promise<number>;
  /**
   * Locks every session that was created before a moment (a Date, or seconds since 1970), for example after a backup was
   * restored. Gives the number of sessions.
   */
  lockBefore(moment: Date | number): Promise<number>;
  /**
   * Takes new secrets without a restart; those that are left out stay. Rejects with an `IvyError` with the code
   * `misconfigured`, and changes nothing, if one is weak, equal to another kind's, or a table secret is missing that rows
   * still name.
   */
  renew(secrets: {
    apiKey?: string;
    webhookSecret?: string | readonly string[];
    tableSecret?: string | readonly string[];
  }): Promise<void>;
  /**
   * Removes what is no longer needed, and gives the number of sessions. Runs every 10 minutes; call it by cron if your host
   * has no timers.
   */
  sweep(): Promise<number>;
  /**
   * Removes all that is held of a customer, and gives the number of sessions. Nothing of it is released again. Give the
   * customer as `identify` does.
   */
  forgetCustomer(customer: Customer): Promise<number>;
  /**
   * Gives all that the tables hold of a customer; Ivy is not asked. Each session has its `state`, and, if they are known,
   * `referenceId`, `sessionId`, `outcome` and times in seconds since 1970. `forgotAllAt` says when they forgot everything.
   * Give the customer as `identify` does.
   */
  exportCustomer(customer: Customer): Promise<{ sessions: Record<string, string | number>[]; forgotAllAt?: number }>;
  /** Closes the store where this package has opened it. */
  close(): Promise<void>;
};

/**
 * Makes the proxy. Options that are missing, wrong or unknown are refused at once, by a sentence that names the option.
 *
 * @throws an `IvyError` with the code `misconfigured`
 *
 * @example
 * ```ts
 * import { createProxy, sqliteStore } from "ivy-data-session/proxy";
 *
 * const customers = new Map([["session=ada", { customerId: "c-1" }]]);
 * const proxy = createProxy({
 *   apiKey: "made-for-tests",
 *   apiUrl: "https://api.sand.getivy.de",
 *   webhookSecret: "made-for-tests-too",
 *   tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=", // openssl rand -base64 32
 *   origins: ["https://shop.example"],
 *   store: sqliteStore(":memory:"),
 *   identify: (request) => customers.get(request.headers.get("cookie") ?? "") ?? null,
 *   log: () => {},
 * });
 * const answer = await proxy(new Request("https://shop.example/api/ivy/data/session/list", { method: "POST" }));
 * console.log(answer.status); // 403
 * await proxy.close();
 * ```
 */
export function createProxy(options: ProxyOptions): Proxy;

/**
 * The table of sessions. {@link sqliteStore} and {@link postgresStore} make one; another database needs these functions.
 *
 * @example
 * ```ts
 * import { sqliteStore, type Store } from "ivy-data-session/proxy";
 *
 * const store: Store = sqliteStore(":memory:");
 * console.log((await store.query("SELECT 'there' AS word", []))[0]?.word); // there
 * await store.close?.();
 * ```
 */
export type Store = {
  /** Whose SQL it is. */
  dialect: "sqlite" | "postgres";
  /** Runs one statement with `$1`, `$2` for the values; gives the number of rows that it changed. */
  execute(sql: string, values: readonly (string | number | null)[]): Promise<number>;
  /** Runs one statement, likewise; gives its rows, with whole numbers as numbers. */
  query(sql: string, values: readonly (string | number | null)[]): Promise<Record<string, string | number | null>[]>;
  /** Runs several statements, in PostgreSQL as one transaction. */
  script(sql: string): Promise<void>;
  /** Closes what this package has opened. */
  close?(): Promise<void>;
};

/**
 * A database of `node:sqlite`, `better-sqlite3` or `libsql`, as far as it is used.
 *
 * @example
 * ```ts
 * import type { SqliteDatabase } from "ivy-data-session/proxy";
 *
 * const isOpen = (database: SqliteDatabase) => typeof database.exec === "function";
 * console.log(isOpen({ exec: () => {}, prepare: () => ({ run: () => ({ changes: 0 }), all: () => [] }), close: () => {} })); // true
 * ```
 */
export type SqliteDatabase = {
  /** Runs statements without values. */
  exec(sql: string): unknown;
  /** Reads a statement. */
  prepare(sql: string): { run(...values: any[]): { changes: number | bigint }; all(...values: any[]): unknown[] };
  /** Closes it. */
  close(): unknown;
};

/**
 * Keeps the sessions in a file of SQLite, for one process: by Node's own module (22.13 and later) or by `better-sqlite3` or
 * `libsql`, whichever is installed.
 *
 * The file is readable by its owner alone: it is created with mode 0600, and wider rights are taken away. A second process
 * that opens the file is refused; the side file `<path>-lock` holds the lock. Statements run in a thread, so that neither a
 * lock nor a long statement stops the event loop.
 *
 * A database that you have opened is locked in the same way if it has a file. Its rights are yours, and its statements run
 * in your own thread: they wait for another connection's lock without stopping the event loop.
 *
 * @throws an `IvyError` with the code `misconfigured` if there is no such module, if the file cannot be opened, or if another
 *   process uses the file
 *
 * @example
 * ```ts
 * import { sqliteStore } from "ivy-data-session/proxy";
 *
 * const store = sqliteStore(":memory:");
 * console.log(store.dialect); // sqlite
 * await store.close?.();
 * ```
 */
export function sqliteStore(place: string | SqliteDatabase): Store;

/**
 * A `Pool` of `pg`, as far as it is used.
 *
 * @example
 * ```ts
 * import { postgresStore, type PostgresPool } from "ivy-data-session/proxy";
 *
 * const pool: PostgresPool = { query: async () => ({ rows: [{ word: "there" }], rowCount: 1, fields: [] }) };
 * console.log((await postgresStore(pool).query("SELECT 'there' AS word", []))[0]?.word); // there
 * ```
 */
export type PostgresPool = {
  /** Runs a statement. */
  query(statement: any): Promise<{ rows: any[]; rowCount: number | null; fields: { name: string; dataTypeID: number }[] }>;
};

/**
 * Keeps the sessions in PostgreSQL, for any number of proxies, by the package `pg`. A `Pool` that you have made is taken
 * as it is; put a listener on its `error` event, as `pg` asks for.
 *
 * A server on another machine is connected to with TLS, and its certificate is verified for the host's name
 * (`sslmode=verify-full`; `require`, `prefer` and `allow` mean the same). `sslrootcert` in the URL names the file of a
 * certificate authority that is not public. Less protection has to be in the URL: `sslmode=verify-ca` does not verify the
 * name, `no-verify` verifies nothing, `disable` uses no TLS. The TLS options of a `Pool` are yours.
 *
 * @throws an `IvyError` with the code `misconfigured` if `pg` is not installed, or if the URL is none
 *
 * @example
 * ```ts
 * import { postgresStore } from "ivy-data-session/proxy";
 *
 * const store = postgresStore("postgres://shop@localhost/shop");
 * console.log(store.dialect); // postgres
 * await store.close?.();
 * ```
 */
export function postgresStore(place: string | PostgresPool): Store;

/**
 * How long a server of Node waits for its clients, in milliseconds.
 *
 * @example
 * ```ts
 * import type { ServerTimeouts } from "ivy-data-session/proxy";
 *
 * // Longer than an idle connection of the load balancer in front of it.
 * const timeouts: ServerTimeouts = { idleMs: 75_000 };
 * console.log(timeouts.idleMs); // 75000
 * ```
 */
export type ServerTimeouts = {
  /** Until a request's head is complete; with HTTP/2, until the first request. By default 15 seconds. */
  headMs?: number;
  /** Until a request is complete, with HTTP/1.1. By default 60 seconds. The proxy itself limits bodies by `limits.bodyDeadlineMs`. */
  requestMs?: number;
  /** For an idle connection after its last response. By default 15 seconds. */
  idleMs?: number;
  /** For a connection on which nothing is sent or received, such as of a client that does not read. By default 60 seconds. */
  stalledMs?: number;
};

/**
 * A server of `node:http`, `node:https` or `node:http2`, as far as it is used.
 *
 * @example
 * ```ts
 * import type { TimedServer } from "ivy-data-session/proxy";
 *
 * const start = (server: TimedServer) => server.listen(8080);
 * console.log(start.length); // 1
 * ```
 */
export type TimedServer = {
  on(event: any, listener: (...values: any[]) => void): unknown;
  listen(...values: any[]): unknown;
  setTimeout(ms?: number): unknown;
};

/**
 * Sets the timeouts of a server, and returns it. Call it before `listen`. Without it a client that sends half a head, or does
 * not read, keeps its connection for minutes with HTTP/1.1 and for ever with HTTP/2.
 *
 * @throws an `IvyError` with the code `misconfigured` if the server is none, or a time is no whole number from 1
 *
 * @example
 * ```ts
 * import { setServerTimeouts, type TimedServer } from "ivy-data-session/proxy";
 *
 * const start = (server: TimedServer) => setServerTimeouts(server, { idleMs: 75_000 }).listen(8080); // createServer(listener)
 * console.log(start.length); // 1
 * ```
 */
export function setServerTimeouts<Server extends TimedServer>(server: Server, timeouts?: ServerTimeouts): Server;

/**
 * A request of Node's server, as far as it is used.
 *
 * @example
 * ```ts
 * import type { IncomingRequest } from "ivy-data-session/proxy";
 *
 * const isPost = ({ method }: IncomingRequest) => method === "POST";
 * console.log(isPost.length); // 1
 * ```
 */
export type IncomingRequest = {
  method?: string | undefined;
  url?: string | undefined;
  rawHeaders: string[];
  socket: { remoteAddress?: string | undefined };
};

/**
 * An answer of Node's server, as far as it is used.
 *
 * @example
 * ```ts
 * import type { OutgoingResponse } from "ivy-data-session/proxy";
 *
 * const isOk = ({ statusCode }: OutgoingResponse) => statusCode === 200;
 * console.log(isOk.length); // 1
 * ```
 */
export type OutgoingResponse = {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body?: any): unknown;
};

/**
 * Makes a listener for a server of `node:http`, `node:https` or `node:http2`, or for Express: `app.use(toNodeListener(proxy))`,
 * before any body parser. Within Express, paths other than the proxy's go on to the next handler. Give the server its
 * timeouts by {@link setServerTimeouts}.
 *
 * @example
 * ```ts
 * import { createProxy, sqliteStore, toNodeListener } from "ivy-data-session/proxy";
 *
 * const proxy = createProxy({
 *   apiKey: "made-for-tests",
 *   apiUrl: "https://api.sand.getivy.de",
 *   webhookSecret: "made-for-tests-too",
 *   tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=", // openssl rand -base64 32
 *   origins: ["https://shop.example"],
 *   store: sqliteStore(":memory:"),
 *   identify: () => null,
 *   log: () => {},
 * });
 * const listener = toNodeListener(proxy); // for createServer(listener) of node:http, or app.use(listener) of Express
 * console.log(typeof listener); // function
 * await proxy.close();
 * ```
 */
export function toNodeListener(
  proxy: Proxy,
): (request: IncomingRequest, response: OutgoingResponse, next?: (error?: unknown) => void) => void;
