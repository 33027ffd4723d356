/**
 * Timeouts for Node's servers. Without them a client that sends half a head, or does not read, keeps its connection for
 * minutes (`node:http`) or for ever (`node:http2`).
 */
import { clearTimeout, setTimeout } from "node:timers";
import { members, whole } from "../options/checks.js";
import { refusal } from "../errors/config-error.js";

/** As those of the Rust proxy (`ServerTimeouts`), in milliseconds. */
const DEFAULTS = { headMs: 15_000, requestMs: 60_000, idleMs: 15_000, stalledMs: 60_000 };

/** How often a server of `node:http` looks for heads and requests that are late, at most. */
const LOOKING_MS = 1000;

const known = members({ headMs: whole, requestMs: whole, idleMs: whole, stalledMs: whole });

/** See proxy.d.ts. */
export function setServerTimeouts(server, given = {}) {
  if (typeof server?.listen !== "function" || typeof server.on !== "function") {
    throw refusal("setServerTimeouts", "expected a server of node:http, node:https or node:http2");
  }
  const timeouts = { ...DEFAULTS, ...known(given, "setServerTimeouts") };
  // A server of node:http2 that takes HTTP/1.1 as well has these, too.
  server.headersTimeout = timeouts.headMs;
  server.requestTimeout = Math.max(timeouts.requestMs, timeouts.headMs);
  server.keepAliveTimeout = timeouts.idleMs;
  // Read when the server begins to listen.
  server.connectionsCheckingInterval = Math.min(LOOKING_MS, timeouts.headMs);
  // Closes a connection on which nothing was sent or received for so long.
  server.setTimeout(timeouts.stalledMs);
  server.on("session", (session) => limitSession(session, timeouts));
  return server;
}

/** Limits how long a connection of HTTP/2 is open without a request: before the first one and after the last one. */
function limitSession(session, { headMs, idleMs }) {
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
