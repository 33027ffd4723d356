/**
 * One call of a client: its time, its signal, and what the library asks of the page meanwhile.
 */
import { ask } from "ivy-glue";
import { fromPlain, invalid, ivyError } from "./errors.js";
import { init, retire } from "./instance.js";

/** How much longer than its deadline a call may take before it is given up, in milliseconds. */
const GRACE_MS = 150;

/**
 * @typedef {object} Options of one call
 * @property {AbortSignal} [signal]
 * @property {number} [limitMs] how long it may take, where that is not the client's timeoutMs
 * @property {string} [idempotencyKey]
 * @property {(referenceId: string) => void} [answered] is told when the proxy has answered about a login
 */

/** What the library sees of a call (`src/js/host.rs`). None of it throws. */
class Call {
  /**
   * @param {import("./options.js").Settings} settings
   * @param {Options} options
   */
  constructor(settings, { signal, limitMs = settings.timeoutMs, idempotencyKey = "", answered = (_) => {} }) {
    this.settings = { ...settings, idempotencyKey, pageHost: pageHost(), deadline: this.now() + settings.timeoutMs };
    this.answered = answered;
    this.sentAt = 0;
    this.abort = () => {};
    this.stops = new Set();
    this.over = new Promise((_, reject) => {
      this.abort = () => {
        reject(ivyError("aborted", "the call was aborted by its signal"));
        for (const stop of this.stops) stop(1);
      };
      this.timer = setTimeout(() => {
        // Every wait of the library ends by itself before this: it has stopped in the middle of something.
        retire();
        reject(ivyError("timeout", "the call took longer than timeoutMs"));
      }, limitMs + GRACE_MS);
    });
    this.over.catch(() => {});
    this.signal = signal;
    signal?.addEventListener("abort", this.abort);
    if (signal?.aborted) this.abort();
  }

  setting(name) {
    return this.settings[name];
  }

  now() {
    return performance.now();
  }

  sleep(ms) {
    return stoppable(this, ms, (settle, fail, why) => (why === 1 ? fail : settle)()).promise;
  }

  watch(ms) {
    const controller = new AbortController();
    // An Error of our own: nothing else reaches gloo-net, whatever the caller's signal was aborted with.
    const reason = new Error("stopped");
    let ended = 0;
    const { promise, stop } = stoppable(this, ms, (_, fail, why) => {
      ended = why;
      controller.abort(reason);
      fail(reason);
    });
    const end = () => {
      const why = ended;
      stop(3);
      return why;
    };
    const request = (path, body, key) => postRequest(this.settings, path, body, key, controller.signal);
    let reader;
    const read = async (body) => {
      reader ??= body.getReader();
      const { done, value } = await Promise.race([reader.read(), promise]);
      // By name, since a test's DOM has a Uint8Array of its own.
      if (!done && Object.prototype.toString.call(value) !== "[object Uint8Array]") throw reason;
      return value;
    };
    return { request, read, end };
  }

  report(type, operation, attempt, number, text) {
    const { onEvent } = this.settings;
    if (type === "request") this.sentAt = this.now();
    if (!onEvent) return;
    const event = { type, operation, attempt };
    if (type === "retry") event.delayMs = number;
    if (type === "response") event.status = number;
    if (type === "response" && text) event.requestId = text;
    if (type === "no_response") event.code = text;
    if (type === "response" || type === "no_response") event.durationMs = this.now() - this.sentAt;
    try {
      onEvent(event);
    } catch {
      // A listener's fault is not the shopper's.
    }
  }

  close() {
    clearTimeout(this.timer);
    this.signal?.removeEventListener("abort", this.abort);
    for (const stop of this.stops) stop(3);
  }
}

/**
 * A request as the proxy expects it. What the library itself sends wins over the merchant's own headers.
 *
 * Redirects are not followed, nothing is cached, and a `Referer` names the origin alone, since the URL of a return page
 * holds the nonce.
 */
function postRequest({ proxyUrl, credentials, headers: own }, path, body, key, signal) {
  const headers = new Headers(own);
  headers.set("content-type", "application/json");
  headers.set("accept", "application/json");
  headers.set("ivy-client", "1");
  if (key) headers.set("idempotency-key", key);
  return new Request(proxyUrl + path, {
    method: "POST",
    headers,
    body,
    credentials,
    cache: "no-store",
    redirect: "manual",
    referrerPolicy: "strict-origin",
    signal,
  });
}

/** A promise that `finish` settles, once: after a time (2), when the caller gives up (1), or when asked to (3). */
function stoppable(call, ms, finish) {
  let stop;
  const promise = new Promise((resolve, reject) => {
    stop = (why) => {
      if (!call.stops.delete(stop)) return;
      clearTimeout(timer);
      finish(resolve, reject, why);
    };
    call.stops.add(stop);
    // A timer takes whole milliseconds and drops the rest; a deadline that it came before would not be over.
    const timer = setTimeout(stop, Math.ceil(ms), 2);
  });
  promise.catch(() => {});
  if (call.signal?.aborted) stop(1);
  return { promise, stop };
}

/**
 * Makes one call and gives the plain object that the library resolves with.
 *
 * @param {import("./options.js").Settings} settings of the client
 * @param {Options} options
 * @param {string} method which call, see `src/js/client.rs`
 * @param {string} first
 * @param {string} [second]
 */
export async function perform(settings, options, method, first, second = "") {
  checkSignal(options.signal);
  if (!settings.isReachable) throw ivyError("unsupported", "a relative proxyUrl needs a page; give an absolute one outside of a browser");
  if (!globalThis.fetch || !globalThis.Request) throw ivyError("unsupported", "calls need a page with fetch and Request");
  const call = new Call(settings, options);
  try {
    await Promise.race([call.over, init()]);
    const result = await Promise.race([call.over, asked(call, method, first, second)]);
    if (result.error) throw fromPlain(result.error);
    return result;
  } finally {
    call.close();
  }
}

async function asked(call, method, first, second) {
  try {
    return await ask(call, method, first, second);
  } catch {
    retire();
    throw ivyError("internal", "the library stopped unexpectedly; the next call starts it anew");
  }
}

/** Refuses what is no AbortSignal. */
export function checkSignal(signal) {
  if (signal !== undefined && !(typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function")) {
    throw invalid([{ path: ["signal"], code: "type", message: "signal: expected an AbortSignal" }]);
  }
}

/** The host of this page, as the library compares it; empty where there is no page. */
export function pageHost() {
  return globalThis.location?.hostname ?? "";
}
