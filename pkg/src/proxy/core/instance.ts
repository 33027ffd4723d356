// The one instance of the core's WebAssembly, and its replacement after a trap.

import { ProxyCore, __wbg_reset_state, initSync } from "ivy-proxy-glue";
import { gated } from "./gate.ts";
import type { Core, CoreHost } from "./host.ts";

/** The number of the instance. Each trap increments it. 0: there is none yet. */
let current = 0;

/** Returns the core's WebAssembly. */
let wasm: (() => object) | undefined;

/** Rejects the calls that have not ended yet, when the instance stops. */
const waiting = new Set<(error: Trapped) => void>();

/** The error of a call whose instance has stopped. */
export class Trapped extends Error {}

/** Takes the function that returns the core's WebAssembly. It is called when an instance is made. */
export function setWasm(source: () => object): void {
  wasm = source;
}

/** Returns the number of the instance, which is made if there is none. */
export function instance(): number {
  if (current === 0) {
    initSync({ module: wasm?.() });
    current = 1;
  }
  return current;
}

/**
 * Makes a core in the present instance.
 *
 * @param settings the core's options as JSON
 */
export function makeCore(settings: string, host: CoreHost): Core {
  const mine = instance();
  return new ProxyCore(settings, gated(host, () => mine === current));
}

/** Runs a call of the core to its end. Rejects with {@link Trapped} if the instance traps meanwhile. */
export function run<Result>(call: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    try {
      call()
        .finally(() => waiting.delete(reject))
        .then(resolve, reject);
    } catch {
      trapped();
    }
  });
}

/** Runs a task of the core; the bundler puts it in the place of `queueMicrotask`. */
export function queueTask(task: () => void): void {
  globalThis.queueMicrotask(ofThisInstance(task));
}

/** Runs a task of the core after a time; the bundler puts it in the place of `setTimeout`. */
export function startPause(task: () => void, ms: number): unknown {
  return globalThis.setTimeout(ofThisInstance(task), ms);
}

/** Skips a task of an instance that has stopped, and catches a trap. */
function ofThisInstance(task: () => void): () => void {
  const mine = current;
  return () => {
    if (mine !== current) return;
    try {
      task();
    } catch {
      trapped();
    }
  };
}

/** Drops the instance. Its memory may be in any state, so no result of an earlier call enters the core any more. */
function trapped(): void {
  current++;
  __wbg_reset_state();
  const ended = [...waiting];
  waiting.clear();
  for (const reject of ended) reject(new Trapped("the core stopped"));
}
