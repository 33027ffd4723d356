// The interface between the core, which is WebAssembly, and this side.

import type { Row, SqlValue } from "../stores/values.ts";

/** A header's name and its value, with one character for each byte. */
export type Header = [name: string, value: string];

/** A response of Ivy. */
export type IvyResponse = { status: number; headers: Header[]; bytes: Uint8Array };

/** The runtime services of a core: clock, log, HTTP client and database. Their promises reject with a {@link Fault}. */
export type CoreHost = {
  /** Returns the time in milliseconds since 1970. */
  now(): number;
  /** Takes a line of the log. */
  log(line: string): void;
  /** Posts to Ivy or to the proxy's own public URL. */
  post(url: string, headers: Header[], body: string, connectMs: number, deadlineMs: number, limit: number): Promise<IvyResponse>;
  /** True for SQLite: a file that serves one proxy alone, or a hosted database. */
  sqlite: boolean;
  /** True for an SQLite that a provider runs: several proxies share it, and its files are out of reach. */
  hosted: boolean;
  /** True if the merchant has a function that says if recall is on. */
  asksRecall: boolean;
  /** Calls that function. */
  recall(): Promise<unknown>;
  /** Runs a statement; returns the number of rows that it changed. */
  execute(sql: string, values: readonly SqlValue[]): Promise<number>;
  /** Runs a statement; returns its rows. */
  query(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Runs statements without values. */
  script(sql: string): Promise<void>;
};

/** A request. The core calls the functions when it has let the request in. */
export type CoreRequest = {
  method: string;
  /** The path below the base, with its query. */
  path: string;
  headers: Header[];
  /** The address at the other end of the connection. */
  address: string | undefined;
  /** Returns the customer as JSON; nothing for a guest. */
  customer(): Promise<string | undefined>;
  /** Returns the start of a new session's reference. */
  reference(): Promise<string | undefined>;
  /** Returns the bytes of the body. Rejects with a {@link Fault}. */
  body(limit: number, deadlineMs: number): Promise<Uint8Array>;
};

/** A response of the core. */
export type CoreResponse = { status: number; headers: Header[]; body?: string };

/** The core. Its promises reject with `{code, status, retryAfter?}`, those of `prepare` and `renew` with a sentence. */
export type Core = {
  handle(request: CoreRequest): Promise<CoreResponse>;
  prepare(): Promise<void>;
  renew(secrets: string): Promise<void>;
  checkListPath(): Promise<string>;
  check(url: string | undefined, unusable: string | undefined): Promise<string>;
  health(): Promise<string>;
  metrics(): Promise<string>;
  hasReleased(request: CoreRequest): Promise<boolean>;
  releaseAccount(request: CoreRequest, sessionId: string, handle: string, wanted: string): Promise<string>;
  recall(request: CoreRequest, sessionRequest: string, options: string): Promise<string>;
  checkPost(request: CoreRequest, isForm: boolean): Promise<void>;
  presentNonce(request: CoreRequest, isForm: boolean, nonce: string): Promise<string>;
  login(request: CoreRequest, isForm: boolean, referenceId: string): Promise<string>;
  endGuest(request: CoreRequest): Promise<string>;
  exportCustomer(customer: string): Promise<string>;
  reassignCustomer(from: string, to: string): Promise<number>;
  lockBefore(seconds: number): Promise<number>;
  forgetCustomer(customer: string): Promise<number>;
  sweep(): Promise<number>;
};
