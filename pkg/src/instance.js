/**
 * The one instance of the library: loading it, and using it.
 */
import { isIvyError, ivyError } from "./errors.js";
import { until } from "./until.js";
import { attempt, kindOf } from "./values.js";

/** How long loading may take, in milliseconds. A request that a consent banner holds back never ends by itself. */
const LOAD_LIMIT_MS = 20_000;

/** The smallest module there is: whoever refuses it refuses all. */
const EMPTY_MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** The export that the glue calls first in a new instance. A file without this export is not the library's. */
const START = "__wbindgen_start";

/**
 * The library's functions, as the generated glue exports them; undefined until the first load. They are called inside of
 * {@link withLibrary}. Evaluating the glue makes a `TextDecoder`, which not every test DOM has: importing must not do it.
 *
 * @type {typeof import("./glue.js")}
 */
export let library;

let defaultSource;
let loading;
let usable = false;
/** The library's code, from the first load that succeeded. */
let compiled;
let last = { durationMs: 0 };
/** The number of the present instance. */
let present = 0;

/** Ends each wait for the present instance. */
const waiting = new Set();

/** The last load that succeeded: another object for each. */
export const lastLoad = () => last;

/** Says where this entry of the package has its WebAssembly. Nothing is loaded. */
export function loadFrom(source) {
  defaultSource = source;
}

/** See index.d.ts. */
export function init(source) {
  loading ??= load(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * Runs a synchronous function of the library.
 *
 * @template T
 * @param {() => T} use calls the library and does nothing else
 * @returns {T}
 */
export function withLibrary(use) {
  if (!usable) throw ivyError("not_initialized", "the library is not loaded, await init() first");
  try {
    return use();
  } catch {
    throw stopped();
  }
}

/**
 * Waits for a promise of the library's. A retired instance settles none, so that the wait then ends with `internal`.
 *
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function fromLibrary(promise) {
  let end = () => {};
  const retired = new Promise((_, reject) => (end = () => reject(gone())));
  waiting.add(end);
  try {
    return await Promise.race([promise, retired]);
  } finally {
    waiting.delete(end);
  }
}

/**
 * Returns a function that calls a callback of the present instance. After the instance was retired it does nothing, and a
 * trap retires the instance instead of ending in an uncaught error.
 *
 * @param {(...given: any[]) => void} callback
 */
export function intoLibrary(callback) {
  const mine = present;
  return (...given) => {
    if (mine !== present) return;
    try {
      callback(...given);
    } catch {
      retire();
    }
  };
}

/** Lets no further call into this instance and ends those that wait for it. The next init() makes a new one. */
export function retire() {
  usable = false;
  loading = undefined;
  present++;
  waiting.forEach((end) => end());
}

/** Retires the instance after a trap, since its memory may be in any state. Returns the error for the call. */
export function stopped() {
  retire();
  return gone();
}

function gone() {
  return ivyError("internal", "the library stopped unexpectedly; the next call starts it anew");
}

async function load(source) {
  const began = performance.now();
  const module = compiled ?? (await compileInTime(source ?? defaultSource()));
  try {
    if (compiled) library.__wbg_reset_state();
    else await start(module);
  } catch {
    throw compiled ? stopped() : refused("the WebAssembly file is not the one of this package's version");
  }
  compiled = module;
  usable = true;
  last = { durationMs: performance.now() - began };
}

/** Makes the first instance. The glue keeps the module that it gets first, so it gets none but the library's. */
async function start(module) {
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === START)) throw new TypeError(`no export ${START}`);
  library = await import("./glue.js");
  library.initSync({ module });
}

async function compileInTime(source) {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), LOAD_LIMIT_MS);
  try {
    return await Promise.race([compile(source, signal), until(signal)]);
  } catch (error) {
    if (signal.aborted) throw loadFailed("the WebAssembly file did not arrive within 20 seconds");
    if (isIvyError(error)) throw error;
    throw refused("the WebAssembly file could not be fetched, or is not WebAssembly; see the README's notes on bundlers");
  } finally {
    clearTimeout(timer);
  }
}

async function compile(given, signal) {
  // The file is asked for in the call of init() itself: nothing is waited for before.
  let source = typeof given?.then === "function" ? await given : given;
  if (kindOf(source) === "WebAssembly.Module") return source;
  if (typeof source === "string" || kindOf(source) === "URL") {
    source = await globalThis.fetch(source, { credentials: "same-origin", signal });
  }
  // A replaced Response may say of what kind it is, or not.
  if (source?.arrayBuffer) {
    if (!source.ok) throw loadFailed("the WebAssembly file could not be fetched", source.status);
    // Streaming insists on this type without parameters, and has used up the body by the time it says so.
    const isTyped = source.headers.get("content-type")?.trim().toLowerCase() === "application/wasm";
    if (isTyped && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(source);
    source = await source.arrayBuffer();
  }
  return WebAssembly.compile(source);
}

/** What the browser's refusal comes to. */
function refused(message) {
  // WebKit compiles what it then does not run.
  if (attempt(() => new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(EMPTY_MODULE))))) return loadFailed(message);
  return ivyError("wasm_blocked", "this page may not run WebAssembly; its content security policy needs 'wasm-unsafe-eval' in script-src");
}

function loadFailed(message, status) {
  return ivyError("load_failed", message, { status });
}
