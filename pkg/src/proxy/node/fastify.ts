// The proxy as a plugin of Fastify.

import { wrongKind } from "../errors/config-error.ts";
import type { Proxy } from "../proxy.ts";
import { exchange } from "./exchange.ts";
import type { NodeRequest, NodeResponse } from "./messages.ts";

/**
 * A Fastify server, or the scope of one of its plugins, as far as it is used.
 *
 * @example
 * ```ts
 * import type { FastifyScope } from "ivy-data-session/proxy";
 *
 * const isScope = (scope: FastifyScope) => typeof scope.all === "function";
 * console.log(isScope.length); // 1
 * ```
 */
export type FastifyScope = {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(type: string, parser: (...values: never[]) => void): unknown;
  all(path: string, options: object, handler: (...values: never[]) => void): unknown;
};

/**
 * Makes a plugin of Fastify: `app.register(toFastifyPlugin(proxy))`. It leaves the bodies of the proxy's routes unread, which
 * Fastify would parse, and no other route is affected. Give the server its timeouts by {@link setServerTimeouts} of `app.server`.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is no proxy
 *
 * @example
 * ```ts
 * import { createProxy, sqliteStore, toFastifyPlugin } from "ivy-data-session/proxy";
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
 * const plugin = toFastifyPlugin(proxy); // for app.register(plugin)
 * console.log(typeof plugin); // function
 * await proxy.close();
 * ```
 */
export function toFastifyPlugin(proxy: Proxy): (scope: FastifyScope, options: unknown, done: () => void) => void {
  if (typeof proxy !== "function") throw wrongKind("toFastifyPlugin: proxy", proxy, "what createProxy returns");
  return (scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request: unknown, _body: unknown, parsed: (error: null) => void) => parsed(null));
    const answer = (request: { raw: NodeRequest }, reply: { raw: NodeResponse; hijack(): unknown }): void => {
      // Tells Fastify that the response is somebody else's.
      reply.hijack();
      void exchange(proxy, request.raw, reply.raw);
    };
    for (const path of [`${proxy.basePath}/*`, ...(proxy.plainReturnPaths ?? [])]) scope.all(path, {}, answer);
    done();
  };
}
