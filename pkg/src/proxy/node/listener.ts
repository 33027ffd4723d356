// The proxy for servers that do not know `Request` and `Response`: Node's own of `node:http`, `node:https` and `node:http2`,
// and Express.

import { wrongKind } from "../errors/config-error.ts";
import type { Proxy } from "../proxy.ts";
import { exchange } from "./exchange.ts";
import type { IncomingRequest, NodeRequest, NodeResponse, OutgoingResponse } from "./messages.ts";

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
): (request: IncomingRequest, response: OutgoingResponse, next?: (error?: unknown) => void) => void {
  if (typeof proxy !== "function") throw wrongKind("toNodeListener: proxy", proxy, "what createProxy returns");
  // The public types name what a caller's server is recognised by. Node's classes have the other members, too.
  return (request, response, next) => {
    void exchange(proxy, request as NodeRequest, response as NodeResponse, typeof next === "function" ? next : undefined);
  };
}
