// The services of runtimes that run one request at a time and have no modules of Node: Cloudflare Workers and Next's edge.

import { configError } from "../errors/config-error.ts";
import { fetchPost } from "../http/fetch-post.ts";
import { property } from "../property.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Returns the services of such a runtime.
 *
 * @param wasm the core's WebAssembly, as the platform has compiled it
 * @param keepAlive the platform's function that keeps work alive after the client has hung up
 */
export function edgeRuntime(wasm: object, keepAlive: Runtime["keepAlive"]): Runtime {
  return {
    wasm: () => wasm,
    post: fetchPost,
    environment: variables(),
    defaultStore: () => {
      throw configError("createProxy", "store is missing; expected one, since this platform has no files");
    },
    // A timer ends with its request. The merchant's cron calls `sweep`.
    repeat: () => () => {},
    keepAlive,
    dropsWork: true,
  };
}

/** Returns the variables of the program. Not every platform has a `process`. */
function variables(): Runtime["environment"] {
  return (property(property(globalThis, "process"), "env") ?? {}) as Runtime["environment"];
}
