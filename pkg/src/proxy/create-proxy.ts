// The proxy in Node, Deno and Bun.

import { makeProxy } from "./make-proxy.ts";
import { NODE } from "./node/runtime.ts";
import type { ProxyOptions } from "./options/options.ts";
import type { Proxy } from "./proxy.ts";

/**
 * Makes the proxy. Throws at once for an option that is missing, wrong or unknown, with a sentence that names it.
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
export function createProxy(options: ProxyOptions): Proxy {
  return makeProxy(options, NODE);
}
