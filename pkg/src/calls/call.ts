// One call of a client: its deadline and its signal.

import { refuse } from "../errors/config-error.ts";
import { isIvyError, ivyError } from "../errors/ivy-error.ts";
import { init, lastLoad, withLibrary } from "../load/instance.ts";
import { retire } from "../load/lifetime.ts";
import type { IvyErrorCode } from "../model/words.ts";
import { isObject } from "../shared/values.ts";
import { sleep } from "../shared/sleep.ts";
import { emit, emitFailure } from "./events.ts";
import { callError } from "./http-errors.ts";
import type { Settings } from "./settings.ts";

/**
 * The options of every method.
 *
 * @example
 * ```ts
 * import { createClient, type CallOptions } from "ivy-data-session";
 *
 * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const options: CallOptions = { signal: AbortSignal.abort("the shopper left") };
 * await ivy.listDataSessions(undefined, options).catch((error) => console.log(error.code)); // aborted
 * ```
 */
export type CallOptions = {
  /** Ends the call with `aborted`, whatever the reason that it was aborted with. */
  signal?: AbortSignal | undefined;
};

/** The time that aborted work may take to end, in milliseconds. After it the instance is taken to be stuck. */
const GRACE_MS = 150;

/** A call whose library is loaded. */
export class Call {
  declare readonly settings: Settings;
  declare readonly signal: AbortSignal | undefined;
  /** The end of the call, a time of `performance.now()`. */
  declare deadline: number;

  constructor(settings: Settings, signal: AbortSignal | undefined) {
    this.settings = settings;
    this.signal = signal;
    this.deadline = performance.now() + settings.timeoutMs;
  }

  /**
   * Runs `work` with a signal that aborts on timeout or when the caller aborts. Rejects with `timeout` or `aborted`. The
   * signal is aborted at the end in any case.
   */
  async within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    checkAborted(this.signal);
    const controller = new AbortController();
    let why: unknown;
    let stop = (_: IvyErrorCode) => {};
    const stuck = new Promise<never>((_, reject) => {
      stop = (code) => {
        clearTimeout(timer);
        why ??= callError(code);
        timer = setTimeout(() => {
          retire();
          reject(why);
        }, GRACE_MS);
        // An Error of our own: gloo-net never gets the caller's abort reason.
        controller.abort(why);
      };
    });
    const abort = () => stop("aborted");
    // Round up: `setTimeout` truncates fractions and would fire before the deadline.
    let timer = setTimeout(stop, Math.ceil(ms), "timeout");
    this.signal?.addEventListener("abort", abort);
    try {
      const result = await Promise.race([work(controller.signal), stuck]);
      // A result that is ready at the deadline is still returned; only an abort discards it.
      if (!isObject(why) || why.code !== "aborted") return result;
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
  sleep(ms: number): Promise<unknown> {
    return this.within(ms + 1_000, (signal) => sleep(signal, ms));
  }

  /** Runs a function of the library. `use` calls the library and does nothing else. */
  async library<T>(use: () => T): Promise<T> {
    // Another call may have retired the instance meanwhile.
    await init();
    return withLibrary(use);
  }
}

/** Throws if the caller has aborted. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw callError("aborted");
}

/** Checks that a value is an AbortSignal, or undefined. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal !== undefined && !(typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function")) {
    refuse(["signal"], "expected an AbortSignal");
  }
}

/** Begins a call: checks the platform and the signal, and loads the library. */
export async function begin(settings: Settings, signal: AbortSignal | undefined): Promise<Call> {
  checkSignal(signal);
  if (!settings.isReachable) throw ivyError("unsupported", "a relative proxyUrl needs a page; give an absolute one outside of a browser");
  if (!globalThis.fetch || !globalThis.Request) throw ivyError("unsupported", "calls need a page with fetch and Request");
  const call = new Call(settings, signal);
  await load(call);
  return call;
}

/** Loads the library. Aborting the wait does not abort the load, which later calls share. */
async function load(call: Call): Promise<void> {
  const { settings } = call;
  const began = performance.now();
  try {
    await call.within<unknown>(settings.timeoutMs, (signal) => Promise.race([init(), sleep(signal)]));
  } catch (error) {
    if (isIvyError(error)) emitFailure(settings, "load", error, began);
    throw error;
  }
  const last = lastLoad();
  if (settings.reportedLoad === last) return;
  settings.reportedLoad = last;
  emit(settings, { type: "loaded", durationMs: last.durationMs });
}
