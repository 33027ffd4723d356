// The entry for Cloudflare Workers (the condition `workerd`). The names are those of the entry for Node.

import * as workers from "cloudflare:workers";
import wasm from "./ivy_proxy_bg.wasm";
import { makeProxy } from "../make-proxy.ts";
import type { ProxyOptions } from "../options/options.ts";
import type { Proxy } from "../proxy.ts";
import { edgeRuntime } from "./runtime.ts";

export * from "./names.ts";

/** Makes the proxy. */
export function createProxy(options: ProxyOptions): Proxy {
  // Workers before August 2025 have no such export.
  return makeProxy(options, edgeRuntime(wasm, (work) => workers.waitUntil?.(work)));
}
