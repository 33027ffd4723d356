// The one instance of the library: loading it and calling it.

import { ivyError, type IvyError } from "../errors/ivy-error.ts";
import { sleep } from "../shared/sleep.ts";
import { onRetire, present, retire } from "./lifetime.ts";
import { compile, mayRunWasm, type Attempt, type InitSource } from "./source.ts";

/** The time limit of loading, in milliseconds. A request that a consent banner blocks never ends. */
const LOAD_LIMIT_MS = 20_000;

/** The page of the documentation that explains failures of loading. */
const GUIDE = "https://github.com/getivy/ivy-data-session/blob/main/www/docs/bundlers.md";

/** The export that the glue calls first in a new instance. A file without this export is not the library's. */
const START = "__wbindgen_start";

/** The functions of the library, as the generated glue exports them. */
type Library = typeof import("./glue.ts");

/**
 * The library, undefined until the first load. Call it inside {@link withLibrary} only. The glue is imported dynamically:
 * evaluating it makes a `TextDecoder`, which some test DOMs lack, and importing this package must have no effect.
 */
export let library: Library;

let defaultSource: () => InitSource;
/** Loads the bytes in a separate script, for an entry whose own file may be missing. */
let inlineChunk: (() => Promise<BufferSource>) | undefined;
/** The load of an instance, by the instance's number. */
let loading: { instance: number; done: Promise<void> } | undefined;
/** The number of the last instance that was loaded. */
let loaded: number | undefined;
/** The compiled module, from the first load that succeeded. */
let compiled: WebAssembly.Module | undefined;
let last = { durationMs: 0 };
/** Returns the last load that succeeded, a different object for each. */
export const lastLoad = (): { durationMs: number } => last;

/**
 * Sets the location of this entry's WebAssembly, and the chunk that replaces the file if it cannot be used. Nothing is
 * loaded.
 */
export function setDefaultSource(source: () => InitSource, chunk?: () => Promise<BufferSource>): void {
  defaultSource = source;
  inlineChunk = chunk;
}

/**
 * Loads the library. Calls at the same time share one load, and after a failure the next call tries again; once it is
 * loaded, `source` is not looked at.
 *
 * @param source where the WebAssembly is; by default the file beside this module, or the one inside of it. If the file
 *   beside the module cannot be used, its bytes are loaded once from the script `inline-wasm.js`. No other source is
 *   replaced.
 * @throws {@link IvyError} `load_failed` (retryable) or `wasm_blocked`
 * @example
 * ```ts
 * import { init, maskIban } from "ivy-data-session";
 *
 * await init();
 * console.log(maskIban("DE89370400440532013000")); // DE •••• 3000
 * ```
 */
export function init(source?: InitSource): Promise<void> {
  if (loading?.instance === present) return loading.done;
  const done = load(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  loading = { instance: present, done };
  return done;
}

/** Checks if the library is loaded. */
export function isLoaded(): boolean {
  return loaded === present;
}

/** Runs a synchronous function of the library. `use` calls the library and does nothing else. */
export function withLibrary<T>(use: () => T): T {
  if (!isLoaded()) throw ivyError("not_initialized", "the library is not loaded; await init() first");
  try {
    return use();
  } catch {
    throw crashed();
  }
}

/** Waits for a promise of the library. A retired instance settles none, so the wait then ends with `internal`. */
export async function fromLibrary<T>(promise: Promise<T>): Promise<T> {
  let stop = () => {};
  const retired = new Promise<never>((_, reject) => (stop = onRetire(() => reject(crashError()))));
  try {
    return await Promise.race([promise, retired]);
  } finally {
    stop();
  }
}

/** Retires the instance after a trap, since its memory may be in any state. Returns the error for the call. */
export function crashed(): IvyError {
  retire();
  return crashError();
}

function crashError(): IvyError {
  return ivyError("internal", "the library stopped unexpectedly; the next call starts it again");
}

async function load(source: InitSource | undefined): Promise<void> {
  const began = performance.now();
  if (compiled) restart();
  else compiled = await startInTime(source);
  loaded = present;
  last = { durationMs: performance.now() - began };
}

/** Makes another instance of the compiled module. */
function restart(): void {
  try {
    library.__wbg_reset_state();
  } catch {
    throw crashed();
  }
}

/** Makes the first instance within the time limit. Returns its module. */
async function startInTime(source: InitSource | undefined): Promise<WebAssembly.Module> {
  const attempts: Attempt[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), LOAD_LIMIT_MS);
  try {
    // The sleep has no time, so it can only reject.
    return await Promise.race([start(source, signal, attempts), sleep(signal) as Promise<never>]);
  } catch {
    if (signal.aborted) attempts.at(-1)!.problem = "did not arrive within 20 seconds";
    throw signal.aborted || mayRunWasm() ? loadFailed(attempts) : blocked();
  } finally {
    clearTimeout(timer);
  }
}

/** Makes the first instance, of the chunk if this entry's own file cannot be used. Throws any error. */
async function start(source: InitSource | undefined, signal: AbortSignal, attempts: Attempt[]): Promise<WebAssembly.Module> {
  const attempt = (name: string, find: () => InitSource | Promise<BufferSource>) => {
    const current: Attempt = { name, problem: "has no valid address" };
    attempts.push(current);
    return startFrom(find, signal, current);
  };
  // A caller that passes a source has chosen it, perhaps with its hash.
  if (source != undefined) return attempt("source", () => source);
  try {
    return await attempt("the WebAssembly file", defaultSource);
  } catch (error) {
    if (!inlineChunk || signal.aborted || !mayRunWasm()) throw error;
    return attempt("inline-wasm.js", inlineChunk);
  }
}

/** Makes the first instance. The glue keeps the first module that it gets, so the export is checked before. */
async function startFrom(find: () => InitSource | Promise<BufferSource>, signal: AbortSignal, current: Attempt): Promise<WebAssembly.Module> {
  const module = await compile(find(), signal, current);
  current.problem = "is not the one of this package's version";
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === START)) throw module;
  library = await import("./glue.ts");
  // After the time limit another load may have begun.
  if (signal.aborted) throw signal;
  library.initSync({ module });
  return module;
}

/** Makes the error for a page whose policy forbids WebAssembly. */
function blocked(): IvyError {
  return ivyError("wasm_blocked", "this page may not run WebAssembly; its content security policy needs 'wasm-unsafe-eval' in script-src");
}

/** Makes the error that names every attempt. Its status is that of the first one. */
function loadFailed(attempts: Attempt[]): IvyError {
  const tried = attempts.map(({ name, problem, status }) => `${name}: ${problem}${status ? ` (status ${status})` : ""}`);
  return ivyError("load_failed", `init: ${tried.join("; ")}; see ${GUIDE}`, { status: attempts[0]?.status });
}
