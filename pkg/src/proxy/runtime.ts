// The services that differ between the runtimes of JavaScript: Node, Deno, Bun, Cloudflare Workers, Next's edge runtime.

import type { CoreHost } from "./core/host.ts";
import type { Store } from "./stores/store.ts";

/** The services of one runtime. */
export type Runtime = {
  /** Returns the core's WebAssembly: its bytes, or the compiled module on a runtime that compiles nothing while it runs. */
  wasm(): object;
  /** Posts to Ivy. */
  post: CoreHost["post"];
  /** The variables of this program. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Returns the store of a proxy whose options name none. */
  defaultStore(): Store;
  /** Repeats a task, and returns a function that ends it. Without timers beyond a request the task never runs. */
  repeat(task: () => void, everyMs: number): () => void;
  /** Asks the platform to finish this work also when the client of the request hangs up. */
  keepAlive(work: Promise<unknown>): void;
  /** True if the platform may drop the work of a request, so that a promise of another request may never settle. */
  dropsWork: boolean;
};
