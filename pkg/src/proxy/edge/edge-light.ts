// The entry for Next's edge runtime (the condition `edge-light`). The names are those of the entry for Node.

import wasm from "./ivy_proxy_bg.wasm?module";
import { makeProxy } from "../make-proxy.ts";
import type { ProxyOptions } from "../options/options.ts";
import { property } from "../property.ts";
import type { Proxy } from "../proxy.ts";
import { edgeRuntime } from "./runtime.ts";

export * from "./names.ts";

/** Makes the proxy. */
export function createProxy(options: ProxyOptions): Proxy {
  return makeProxy(options, edgeRuntime(ofThisRealm(wasm), () => {}));
}

/**
 * Returns the module as one of this realm. Next compiles it outside of the realm in which routes run, and the core's glue
 * recognises a module by `instanceof`.
 */
function ofThisRealm(module: object): object {
  const prototype = property(property(property(globalThis, "WebAssembly"), "Module"), "prototype");
  return typeof prototype === "object" ? Object.setPrototypeOf(module, prototype) : module;
}
