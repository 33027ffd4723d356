// The entry for Next's edge runtime (the condition `edge-light`). The names are those of the entry for Node.

import wasm from "./ivy_proxy_bg.wasm?module";
import { makeProxy } from "../make-proxy.ts";
import type { ProxyOptions } from "../options/options.ts";
import type { Proxy } from "../proxy.ts";
import { edgeRuntime } from "./runtime.ts";

export { returnNonce } from "../return-nonce.ts";
export { postgresStore, setServerTimeouts, sqliteStore, toNodeListener } from "./refusals.ts";

/** Makes the proxy. */
export function createProxy(options: ProxyOptions): Proxy {
  return makeProxy(options, edgeRuntime(wasm, () => {}));
}
