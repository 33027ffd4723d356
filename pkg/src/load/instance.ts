// The one instance of the library: loading it and calling it.

import { isIvyError, ivyError, type IvyError } from "../errors/ivy-error.ts";
import { attempt, kindOf } from "../shared/values.ts";
import { sleep } from "../shared/sleep.ts";
import { onRetire, present, retire } from "./lifetime.ts";

/**
 * The location of the WebAssembly file, or its content: its bytes, or the compiled `WebAssembly.Module`. A module has no
 * members to check, and libraries for servers have no type for it: it is any `object` here.
 *
 * @example
 * ```ts
 * import { init, type InitSource } from "ivy-data-session";
 *
 * const empty: InitSource = new Uint8Array(8);
 * await init(empty).catch((error) => console.log(error.code)); // load_failed
 * ```
 */
export type InitSource = URL | string | Response | Promise<Response> | ArrayBufferView | ArrayBuffer | object;

/** The time limit of loading, in milliseconds. A request that a consent banner blocks never ends. */
const LOAD_LIMIT_MS = 20_000;

/** The smallest valid module. An engine that refuses it refuses every module. */
const EMPTY_MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

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
/** The load of an instance, by the instance's number. */
let loading: { instance: number; done: Promise<void> } | undefined;
/** The number of the last instance that was loaded. */
let loaded: number | undefined;
/** The compiled module, from the first load that succeeded. */
let compiled: WebAssembly.Module | undefined;
let last = { durationMs: 0 };
/** Returns the last load that succeeded, a different object for each. */
export const lastLoad = (): { durationMs: number } => last;

/** Sets the location of this entry's WebAssembly. Nothing is loaded. */
export function setDefaultSource(source: () => InitSource): void {
  defaultSource = source;
}

/**
 * Loads the library. Calls at the same time share one load, and after a failure the next call tries again; once it is
 * loaded, `source` is not looked at.
 *
 * @param source where the WebAssembly is; by default the file beside this module, or the one inside of it
 * @throws {@link IvyError} `load_failed` (retryable) or `wasm_blocked`
 * @example
 * ```ts
 * import { init, maskIban } from "ivy-data-session";
 *
 * await init();
 * console.log(maskIban("DE89370400440532013000")); // DE•• •••• •••• •••• ••30 00
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

/** Runs a synchronous function of the library. `use` calls the library and does nothing else. */
export function withLibrary<T>(use: () => T): T {
  if (loaded !== present) throw ivyError("not_initialized", "the library is not loaded, await init() first");
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
  return ivyError("internal", "the library stopped unexpectedly; the next call starts it anew");
}

async function load(source: InitSource | undefined): Promise<void> {
  const began = performance.now();
  const module = compiled ?? (await compileInTime(source ?? defaultSource()));
  try {
    if (compiled) library.__wbg_reset_state();
    else await start(module);
  } catch {
    throw compiled ? crashed() : refused("the WebAssembly file is not the one of this package's version");
  }
  compiled = module;
  loaded = present;
  last = { durationMs: performance.now() - began };
}

/** Makes the first instance. The glue keeps the first module that it gets, so the export is checked before. */
async function start(module: WebAssembly.Module): Promise<void> {
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === START)) throw new TypeError(`no export ${START}`);
  library = await import("./glue.ts");
  library.initSync({ module });
}

async function compileInTime(source: InitSource): Promise<WebAssembly.Module> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), LOAD_LIMIT_MS);
  try {
    // The sleep has no time, so it can only reject.
    return await Promise.race([compile(source, signal), sleep(signal) as Promise<never>]);
  } catch (error) {
    if (signal.aborted) throw loadFailed("the WebAssembly file did not arrive within 20 seconds");
    if (isIvyError(error)) throw error;
    throw refused("the WebAssembly file could not be fetched, or is not WebAssembly; see the README's notes on bundlers");
  } finally {
    clearTimeout(timer);
  }
}

/** The members of the possible sources that are read. A class cannot be tested: values come from other realms, or are mocks. */
type LooseSource = Partial<Response> & PromiseLike<Response>;

async function compile(given: InitSource, signal: AbortSignal): Promise<WebAssembly.Module> {
  // The file is requested in the call of init() itself: nothing is awaited before.
  let source: unknown = typeof (given as LooseSource | undefined)?.then === "function" ? await given : given;
  if (kindOf(source) === "WebAssembly.Module") return source as WebAssembly.Module;
  if (typeof source === "string" || kindOf(source) === "URL") {
    source = await globalThis.fetch(source as string | URL, { credentials: "same-origin", signal });
  }
  // A mocked Response may lack the name of its class.
  if ((source as LooseSource | undefined)?.arrayBuffer) {
    const response = source as Response;
    if (!response.ok) throw loadFailed("the WebAssembly file could not be fetched", response.status);
    // Streaming requires this type without parameters, and has consumed the body by the time it rejects.
    const isTyped = response.headers.get("content-type")?.trim().toLowerCase() === "application/wasm";
    if (isTyped && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
    source = await response.arrayBuffer();
  }
  // Anything else is refused here.
  return WebAssembly.compile(source as BufferSource);
}

/** Makes the error for a file that was refused: by the page's policy, or for its content. */
function refused(message: string): IvyError {
  // WebKit compiles a module that its policy then refuses to run.
  if (attempt(() => new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(EMPTY_MODULE))))) return loadFailed(message);
  return ivyError("wasm_blocked", "this page may not run WebAssembly; its content security policy needs 'wasm-unsafe-eval' in script-src");
}

function loadFailed(message: string, status?: number): IvyError {
  return ivyError("load_failed", message, { status });
}
