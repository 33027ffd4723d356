/**
 * One operation of the proxy: a request that is tried again where that can help, and what its listener is told.
 */
import { tell, tellFailure } from "./events.js";
import { exchange } from "./exchange.js";
import { failed, refused, understood } from "./refusal.js";

const PATHS = {
  create: "/data/session/create",
  list: "/data/session/list",
  details: "/data/session/details",
  result: "/result",
  forget: "/forget",
};

/** The first pause before another attempt, in milliseconds; each further one is twice as long. */
const FIRST_PAUSE_MS = 250;

/** @typedef {import("./exchange.js").Answer} Answer */
/** @typedef {{deadline?: number, retries?: number, key?: string}} Limits */
/** @typedef {(body: string, limits?: Limits) => Promise<Answer>} Ask */

/**
 * Does one operation: `work` asks the proxy and reads the answer. It gives the result and, if there is one, the event that
 * tells of it, with the answer that it is about; an error is told as `failed`.
 *
 * @template T
 * @param {import("./call.js").Call} call
 * @param {keyof typeof PATHS} operation
 * @param {(ask: Ask) => Promise<[T, {type: string, [fact: string]: unknown}?, {status?: number, requestId?: string}?]>} work
 * @returns {Promise<T>}
 */
export async function operate(call, operation, work) {
  const { settings } = call;
  const began = performance.now();
  let attempts = 0;

  /** @type {Ask} */
  async function ask(body, { deadline = call.deadline, retries = settings.retries, key = "" } = {}) {
    for (let attempt = 1; ; attempt++) {
      const left = deadline - performance.now();
      if (left <= 0) throw failed("timeout");
      attempts++;
      let answer, error;
      try {
        const received = await call.within(left, (signal) => exchange(settings, PATHS[operation], body, key, signal));
        answer = await understood(call, operation, received);
        if (!answer.failure) return answer;
        error = refused(answer.failure);
      } catch (/** @type {any} */ caught) {
        error = caught;
        // What its own timer has ended is over, though a page's clock may be behind its timers: Firefox's is by a millisecond.
        if (error.code === "timeout" && deadline === call.deadline) call.deadline = 0;
      }
      if (!error.retryable || attempt > retries) throw error;
      const delayMs = pause(attempt, answer?.failure?.retryAfterMs);
      if (performance.now() + delayMs >= deadline) throw error;
      tell(settings, { type: "retried", operation, attempt: attempt + 1, delayMs, code: error.code });
      await call.sleep(delayMs);
    }
  }

  try {
    const [result, event, answer] = await work(ask);
    if (event) tell(settings, { ...event, durationMs: performance.now() - began, attempts, status: answer?.status, requestId: answer?.requestId });
    return result;
  } catch (/** @type {any} */ error) {
    tellFailure(settings, operation, error, began, attempts);
    throw error;
  }
}

/**
 * How long to wait before the next attempt, in milliseconds. A proxy that names a time (`Retry-After`) is believed; else
 * the pages that failed together are spread over half of the pause.
 *
 * @param {number} attempt the one that failed, counted from 1
 * @param {number} [retryAfterMs]
 */
function pause(attempt, retryAfterMs) {
  return retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}
