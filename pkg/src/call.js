/**
 * One call of a client: its time and its signal.
 */
import { invalid, ivyError } from "./errors.js";
import { tell } from "./events.js";
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
  within(ms, work) {
    return new Promise((resolve, reject) => {
      const { signal } = this;
      const controller = new AbortController();
      let code = "";
      let timer;
      const stop = (why) => {
        clearTimeout(timer);
        code ||= why;
        timer = setTimeout(() => {
          retire();
          end(reject, failed(code));
        }, GRACE_MS);
        // An Error of our own: nothing else reaches gloo-net, whatever the caller's signal was aborted with.
        controller.abort(new Error("stopped"));
      };
      const abort = () => stop("aborted");
      const end = (settle, result) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        controller.abort(new Error("ended"));
        settle(result);
      };
      // A deadline that a timer came before would not be over.
      timer = setTimeout(stop, Math.ceil(ms), "timeout");
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) return end(reject, failed("aborted"));
      work(controller.signal).then(
        // What was there at the deadline counts.
        (result) => (code === "aborted" ? end(reject, failed(code)) : end(resolve, result)),
        (error) => end(reject, code ? failed(code) : error),
      );
    });
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

/** Refuses what is no AbortSignal. */
export function checkSignal(signal) {
  if (signal !== undefined && !(typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function")) {
    throw invalid([{ path: ["signal"], code: "type", message: "signal: expected an AbortSignal" }]);
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
    tell(settings, { type: "failed", operation: "load", code: error.code, durationMs: performance.now() - began, attempts: 1 });
    throw error;
  }
  const last = lastLoad();
  if (settings.toldLoad === last) return;
  settings.toldLoad = last;
  tell(settings, { type: "loaded", durationMs: last.durationMs });
}
