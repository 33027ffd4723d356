// The proxy in front of whatever else a server of Node does.

import { wrongKind } from "../errors/config-error.ts";
import { property } from "../property.ts";
import type { Proxy } from "../proxy.ts";
import { exchange } from "./exchange.ts";
import type { NodeRequest, NodeResponse } from "./messages.ts";

/**
 * A server of `node:http`, `node:https` or `node:http2` with its listeners, as far as it is used.
 *
 * @example
 * ```ts
 * import type { ListeningServer } from "ivy-data-session/proxy";
 *
 * const count = (server: ListeningServer) => server.listeners("request").length;
 * console.log(count.length); // 1
 * ```
 */
export type ListeningServer = {
  listeners(event: string): Function[];
  removeAllListeners(event: string): unknown;
  on(event: string, listener: (...values: unknown[]) => void): unknown;
};

/**
 * Puts the proxy in front of all that a server does already: `attachProxy(app.getHttpServer(), proxy)` in Nest, before or after
 * `app.init()`. The proxy gets its own paths before any body parser, and all others go on. Returns the server.
 *
 * @throws an `IvyError` with the code `misconfigured` if one of the values is none
 *
 * @example
 * ```ts
 * import { attachProxy, type ListeningServer, type Proxy } from "ivy-data-session/proxy";
 *
 * const front = (server: ListeningServer, proxy: Proxy) => attachProxy(server, proxy); // app.getHttpServer() of Nest
 * console.log(front.length); // 2
 * ```
 */
export function attachProxy<Server extends ListeningServer>(server: Server, proxy: Proxy): Server {
  if (typeof property(server, "listeners") !== "function" || typeof property(server, "removeAllListeners") !== "function") {
    throw wrongKind("attachProxy: server", server, "one of node:http, node:https or node:http2");
  }
  if (typeof proxy !== "function") throw wrongKind("attachProxy: proxy", proxy, "what createProxy returns");
  const others = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const goOn = (): void => others.forEach((listener) => listener.call(server, request, response));
    void exchange(proxy, request as NodeRequest, response as NodeResponse, goOn);
  });
  return server;
}
