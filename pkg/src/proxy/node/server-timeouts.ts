// Timeouts for Node's servers. Without them a client that sends half a head, or does not read, keeps its connection for
// minutes (`node:http`) or for ever (`node:http2`).

import { clearTimeout, setTimeout } from "node:timers";
import { wrongKind } from "../errors/config-error.ts";
import { members, whole } from "../options/checks.ts";
import { property } from "../property.ts";

/**
 * The times that a server of Node waits for its clients, in milliseconds.
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
  headMs?: number | undefined;
  /** Until a request is complete, with HTTP/1.1. By default 60 seconds. The proxy itself limits bodies by `limits.bodyDeadlineMs`. */
  requestMs?: number | undefined;
  /** For an idle connection after its last response. By default 15 seconds. */
  idleMs?: number | undefined;
  /** For a connection on which nothing is sent or received, such as of a client that does not read. By default 60 seconds. */
  stalledMs?: number | undefined;
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
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  listen(...values: unknown[]): unknown;
  setTimeout(ms?: number): unknown;
};

/** A connection of HTTP/2, as far as it is used. */
type Session = {
  readonly destroyed: boolean;
  on(event: "stream", listener: (stream: Stream) => void): unknown;
  once(event: "close", listener: () => void): unknown;
  close(): void;
  destroy(): void;
};

/** A stream of HTTP/2, as far as it is used. */
type Stream = { once(event: "close", listener: () => void): unknown };

/** The timeouts of the Rust proxy (`ServerTimeouts`), in milliseconds. */
const DEFAULTS = { headMs: 15_000, requestMs: 60_000, idleMs: 15_000, stalledMs: 60_000 };

/** The longest interval at which a server of `node:http` looks for heads and requests that are late. */
const LOOKING_MS = 1000;

const checkTimeouts = members({ headMs: whole, requestMs: whole, idleMs: whole, stalledMs: whole });

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
export function setServerTimeouts<Server extends TimedServer>(server: Server, timeouts: ServerTimeouts = {}): Server {
  if (typeof property(server, "listen") !== "function" || typeof property(server, "on") !== "function") {
    throw wrongKind("setServerTimeouts: server", server, "one of node:http, node:https or node:http2");
  }
  const checked = { ...DEFAULTS, ...checkTimeouts(timeouts, "setServerTimeouts") };
  // A server of node:http2 that takes HTTP/1.1 as well has these, too.
  Object.assign(server, {
    headersTimeout: checked.headMs,
    requestTimeout: Math.max(checked.requestMs, checked.headMs),
    keepAliveTimeout: checked.idleMs,
    // Read when the server begins to listen.
    connectionsCheckingInterval: Math.min(LOOKING_MS, checked.headMs),
  });
  // Closes a connection on which nothing was sent or received for so long.
  server.setTimeout(checked.stalledMs);
  // Only a server of node:http2 has this event, with a session of its own.
  server.on("session", (session) => limitSession(session as Session, checked.headMs, checked.idleMs));
  return server;
}

/** Limits the time for which a connection of HTTP/2 has no request: before the first one and after the last one. */
function limitSession(session: Session, headMs: number, idleMs: number): void {
  let open = 0;
  let idle = setTimeout(() => session.destroy(), headMs);
  session.on("stream", (stream) => {
    clearTimeout(idle);
    open += 1;
    stream.once("close", () => {
      open -= 1;
      if (open === 0 && !session.destroyed) idle = setTimeout(() => session.close(), idleMs);
    });
  });
  session.once("close", () => clearTimeout(idle));
}
