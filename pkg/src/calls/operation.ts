// One operation of the proxy: a request that is retried if it may succeed then, and the events about it.

import { isIvyError, type IvyError } from "../errors/ivy-error.ts";
import { library } from "../load/instance.ts";
import type { Call } from "./call.ts";
import { emit, emitFailure, type IvyEvent, type LooseEvent } from "./events.ts";
import { PATHS, type ProxyOperation } from "./contract.ts";
import { exchange } from "./exchange.ts";
import { callError, failureError, type AcceptedResponse, type FailedResponse, type ProxyResponse } from "./http-errors.ts";

/** The first pause before a retry, in milliseconds. Each further one is twice as long. */
const FIRST_PAUSE_MS = 250;

/** The operations that are repeated for another customer. */
const READS: readonly ProxyOperation[] = ["list", "details"];

/** Gets the response to a request that was sent earlier. */
export type Ahead = (signal: AbortSignal) => Promise<ProxyResponse>;

/**
 * The limits of one request with its retries, if they are not those of the call, and its `Idempotency-Key`. With `ahead` no
 * request is sent.
 */
export type Limits = { deadline?: number; retries?: number; key?: string; ahead?: Ahead | undefined };

/** Sends a request and retries it. */
export type Send = (body: string, limits?: Limits) => Promise<AcceptedResponse>;

/** The facts of an event that its work knows. {@link operate} adds the others. */
type OwnFacts<Event extends IvyEvent> = Event extends IvyEvent ? Omit<Event, "durationMs" | "attempts" | "status" | "requestId"> : never;

/** The result of an operation and, if there is one, its event with the response that it is about. */
export type Worked<T> = [result: T, event?: OwnFacts<Extract<IvyEvent, { durationMs: number }>>, response?: { status?: number; requestId?: string | undefined }];

/** Runs one operation: `work` sends requests and reads the responses. An error is emitted as the event `failed`. */
export async function operate<T>(call: Call, operation: ProxyOperation, work: (send: Send) => Promise<Worked<T>>): Promise<T> {
  const { settings } = call;
  const { customer } = settings;
  const began = performance.now();
  let attempts = 0;
  /** The count of changes of the customer at the last response. */
  let answered = customer.changes();

  const send: Send = async (body, { deadline = call.deadline, retries = settings.retries, key = "", ahead } = {}) => {
    for (let attempt = 1; ; attempt++) {
      const left = deadline - performance.now();
      if (left <= 0) throw callError("timeout");
      attempts++;
      let response: AcceptedResponse | FailedResponse | undefined;
      let error: IvyError;
      try {
        const received = await call.within(left, ahead ?? ((signal) => exchange(settings, PATHS[operation], body, key, signal)));
        if (!customer.accept(received.owner, received.sent) && operation !== "forget") {
          // A nonce and a list that is on its way are not sent again here.
          if (ahead || operation === "result") throw callError("unauthorized");
          continue;
        }
        answered = customer.changes();
        response = await interpret(call, operation, received);
        if (!response.failure) return response;
        error = failureError(response, settings.proxyUrl + PATHS[operation]);
      } catch (caught) {
        if (!isIvyError(caught)) throw caught;
        error = caught;
        // Once the timer has fired the call has expired, even if `performance.now()` lags behind it (1 ms in Firefox).
        if (error.code === "timeout" && deadline === call.deadline) call.deadline = 0;
      }
      if (!error.retryable || attempt > retries) throw error;
      const delayMs = pause(attempt, response?.failure?.retryAfterMs);
      if (performance.now() + delayMs >= deadline) throw error;
      emit(settings, { type: "retried", operation, attempt: attempt + 1, delayMs, code: error.code });
      await call.sleep(delayMs);
    }
  };

  try {
    let [result, event, response] = await work(send);
    // Another customer may have signed in while the response was read.
    while (READS.includes(operation) && answered !== customer.changes()) [result, event, response] = await work(send);
    if (event) {
      const facts = { durationMs: performance.now() - began, attempts, status: response?.status, requestId: response?.requestId };
      // Each kind of event has its own members; the compiler does not merge them into one of the union.
      emit(settings, { ...event, ...facts } as LooseEvent);
    }
    return result;
  } catch (error) {
    if (isIvyError(error)) emitFailure(settings, operation, error, began, attempts);
    throw error;
  }
}

/** Adds to a response its meaning, which the library decides by the table of `src/client/errors.md`. */
async function interpret(call: Call, operation: ProxyOperation, received: ProxyResponse): Promise<AcceptedResponse | FailedResponse> {
  const { response, bytes } = received;
  return { ...received, ...(await call.library(() => library.responseMeaning(operation, response, bytes))) };
}

/**
 * Returns the pause before the next attempt, in milliseconds. The proxy's `Retry-After` wins. Otherwise it is random within
 * the second half of the pause, so that pages that failed together do not retry together. `attempt` counts from 1.
 */
function pause(attempt: number, retryAfterMs: number | undefined): number {
  return retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}
