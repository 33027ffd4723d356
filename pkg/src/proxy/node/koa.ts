// The proxy as a middleware of Koa.

import { wrongKind } from "../errors/config-error.ts";
import { property } from "../property.ts";
import type { Proxy } from "../proxy.ts";
import { exchange } from "./exchange.ts";
import type { IncomingRequest, NodeRequest, NodeResponse, OutgoingResponse } from "./messages.ts";

/**
 * A context of Koa, as far as it is used.
 *
 * @example
 * ```ts
 * import type { KoaContext } from "ivy-data-session/proxy";
 *
 * const pathOf = ({ originalUrl }: KoaContext) => originalUrl;
 * console.log(pathOf.length); // 1
 * ```
 */
export type KoaContext = {
  req: IncomingRequest;
  res: OutgoingResponse;
  /** The path with its query, before a middleware took off the one where it is mounted. */
  originalUrl: string;
  /** Set to false, it tells Koa that the response is somebody else's. */
  respond?: boolean | undefined;
  /** Koa's own request. Its member `rawBody` is the text of the body if a body parser came first. */
  request?: object | undefined;
};

/**
 * Makes a middleware of Koa: `app.use(toKoaMiddleware(proxy))`, before any body parser. All other paths go on to the next
 * middleware. Give the server that `app.listen` returns its timeouts by {@link setServerTimeouts}.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is no proxy
 *
 * @example
 * ```ts
 * import { createProxy, sqliteStore, toKoaMiddleware } from "ivy-data-session/proxy";
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
 * const middleware = toKoaMiddleware(proxy); // for app.use(middleware)
 * console.log(typeof middleware); // function
 * await proxy.close();
 * ```
 */
export function toKoaMiddleware(proxy: Proxy): (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown> {
  if (typeof proxy !== "function") throw wrongKind("toKoaMiddleware: proxy", proxy, "what createProxy returns");
  return async (context, next) => {
    let rest: Promise<unknown> | undefined;
    // Koa would end the response with a 404 when the middleware is done.
    const isKoas = context.respond;
    context.respond = false;
    const goOn = (): void => {
      if (isKoas === undefined) delete context.respond;
      else context.respond = isKoas;
      rest = next();
    };
    const kept = { target: context.originalUrl, rawBody: property(context.request, "rawBody") };
    // Koa's messages are those of Node.
    await exchange(proxy, context.req as NodeRequest, context.res as NodeResponse, goOn, kept);
    return rest;
  };
}
