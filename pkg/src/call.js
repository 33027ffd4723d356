/**
 * One call of a client: its time and its signal.
 */
import { ivyError, refuse } from "./errors.js";
import { tell, tellFailure } from "./events.js";
import { init, lastLoad, retire, withLibrary } from "./instance.js";
import { failed } from "./refusal.js";
import { until } from "./until.js";

/** How long what was told to stop may take, in milliseconds. What takes longer has stopped the library's instance. */
const GRACE_MS = 150;

/** A call that has begun: the library is loaded. */
export class Call {
  /**
   * @param {import("./options.js").Settings} settings of the client
   * @param {AbortSignal} [signal] the caller's
   */
  constructor(settings, signal) {
    this.settings = settings;
    this.signal = signal;
    /** The end of the call, on the clock of `performance.now()`. */
    this.deadline = performance.now() + settings.timeoutMs;
  }

  /**
   * Does `work`, which is told by a signal when the caller gives up or `ms` are over, and then ends with `aborted` or
   * `timeout`. The signal is aborted at the end in any case.
   *
   * @template T
   * @param {number} ms
   * @param {(signal: AbortSignal) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async within(ms, work) {
    checkAborted(this.signal);
    const controller = new AbortController();
    /** @type {any} */
    let why;
    let stop = (_) => {};
    const stuck = new Promise((_, reject) => {
      stop = (code) => {
        clearTimeout(timer);
        why ??= failed(code);
        timer = setTimeout(() => {
          retire();
          reject(why);
        }, GRACE_MS);
        // An Error of our own: nothing else reaches gloo-net, whatever the caller's signal was aborted with.
        controller.abort(why);
      };
    });
    const abort = () => stop("aborted");
    // A deadline that a timer came before would not be over.
    let timer = setTimeout(stop, Math.ceil(ms), "timeout");
    this.signal?.addEventListener("abort", abort);
    try {
      const result = await Promise.race([work(controller.signal), stuck]);
      // What was there at the deadline counts.
      if (why?.code !== "aborted") return result;
    } catch (error) {
      why ??= error;
    } finally {
      clearTimeout(timer);
      this.signal?.removeEventListener("abort", abort);
      controller.abort(new Error("ended"));
    }
    throw why;
  }

  /** Resolves after a time. */
  sleep(ms) {
    return this.within(ms + 1_000, (signal) => until(signal, ms));
  }

  /**
   * Runs a function of the library.
   *
   * @template T
   * @param {() => T} use calls the library and does nothing else
   * @returns {Promise<T>}
   */
  async library(use) {
    // Another call may have stopped the instance meanwhile.
    await init();
    return withLibrary(use);
  }
}

/** Ends what its caller gave up. */
export function checkAborted(signal) {
  if (signal?.aborted) throw failed("aborted");
}

/** Refuses what is no AbortSignal. */
export function checkSignal(signal) {
  if (signal !== undefined && !(typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function")) {
    refuse(["signal"], "expected an AbortSignal");
  }
}

/**
 * Begins a call: checks what it needs, and loads the library.
 *
 * @param {import("./options.js").Settings} settings
 * @param {AbortSignal} [signal]
 */
export async function begin(settings, signal) {
  checkSignal(signal);
  if (!settings.isReachable) throw ivyError("unsupported", "a relative proxyUrl needs a page; give an absolute one outside of a browser");
  if (!globalThis.fetch || !globalThis.Request) throw ivyError("unsupported", "calls need a page with fetch and Request");
  const call = new Call(settings, signal);
  await load(call);
  return call;
}

/** Loads the library. Who stops waiting for it does not stop it: the next call needs it too. */
async function load(call) {
  const { settings } = call;
  const began = performance.now();
  try {
    await call.within(settings.timeoutMs, (signal) => Promise.race([init(), until(signal)]));
  } catch (/** @type {any} */ error) {
    tellFailure(settings, "load", error, began);
    throw error;
  }
  const last = lastLoad();
  if (settings.toldLoad === last) return;
  settings.toldLoad = last;
  tell(settings, { type: "loaded", durationMs: last.durationMs });
}
