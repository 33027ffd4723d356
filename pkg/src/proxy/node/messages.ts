// Requests and responses of Node's servers.

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
  rawHeaders: readonly string[];
  socket: { remoteAddress?: string | undefined };
};

/**
 * A response of Node's server, as far as it is used.
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
  end(body?: unknown): unknown;
};

/** A connection, as far as it is used. */
export type Connection = {
  readonly remoteAddress?: string | undefined;
  pause(): unknown;
  end(): unknown;
  destroySoon: () => unknown;
};

/** The events of a request that carry its body. */
export type BodyEvents = {
  data: (chunk: Uint8Array) => void;
  end: () => void;
  close: () => void;
};

/** The members of a request that Node's classes have beyond {@link IncomingRequest}. */
export type NodeRequest = IncomingRequest & {
  readonly socket: Connection;
  readonly httpVersionMajor: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as Google Cloud Functions, Firebase and Nest (`rawBody: true`) keep it. */
  readonly rawBody?: unknown;
  /** The result of a body parser: the body itself for `express.raw`. */
  readonly body?: unknown;
  /** True when the whole request has arrived. */
  readonly complete: boolean;
  readonly destroyed: boolean;
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
  readonly readableLength: number;
  /** The path before Express takes off the one where it is mounted. */
  readonly originalUrl?: string;
  /** The header `:authority` of HTTP/2. */
  readonly authority?: string;
  /** The stream of HTTP/2. */
  readonly stream?: { destroy(): unknown };
  on<Name extends keyof BodyEvents>(event: Name, listener: BodyEvents[Name]): unknown;
  on(event: "error", listener: () => void): unknown;
  off<Name extends keyof BodyEvents>(event: Name, listener: BodyEvents[Name]): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
};

/** The members of a response that Node's classes have beyond {@link OutgoingResponse}. */
export type NodeResponse = OutgoingResponse & {
  readonly writableFinished: boolean;
  on?(event: "error", listener: () => void): unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
  destroy(): unknown;
};
