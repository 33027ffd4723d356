// Events for the client's listener. None contains personal data.

import type { IvyError } from "../errors/ivy-error.ts";
import type { IvyErrorCode, Operation } from "../model/words.ts";
import { attempt, defined } from "../shared/values.ts";
import type { LoginResult } from "./outcomes.ts";

/**
 * Something that happened, for telemetry. This list is stable, and no event holds personal data or the id of a session.
 *
 * Durations are in milliseconds, of the whole operation with its pauses. `requestId` is the proxy's id of the request, to
 * find it in the proxy's log. What a page did wrong (`validation_failed`) is no operation yet, and no event.
 *
 * @example
 * ```ts
 * import type { IvyEvent } from "ivy-data-session";
 *
 * const inShort = (event: IvyEvent) => ("operation" in event ? `${event.type} ${event.operation}` : event.type);
 * console.log(inShort({ type: "retried", operation: "list", attempt: 2, delayMs: 200, code: "network" })); // retried list
 * ```
 */
export type IvyEvent =
  /** The library is loaded: told once, before the first operation. */
  | { type: "loaded"; durationMs: number }
  /** There is a list; `sessions` of it can be used. */
  | { type: "listed"; durationMs: number; attempts: number; sessions: number; status: number; requestId?: string | undefined }
  /** Past sessions stand in for a bank login. */
  | { type: "recalled"; sessions: number; ageDays: number | null }
  /** The outcome that the server has rendered is not used: the proxy is asked. */
  | { type: "initial_ignored"; reason: "unreadable" | "too_old" | "other_customer" }
  /** Somebody else is signed in, or nobody: the client has dropped what it had of the customer before. */
  | { type: "customer_changed" }
  /** There is a new data session. */
  | { type: "created"; durationMs: number; attempts: number; status: number; requestId?: string | undefined }
  /** The bank login was opened. */
  | { type: "opened"; mode: "redirect" | "popup" }
  /** It is known what became of the bank login. */
  | { type: "returned"; result: LoginResult["kind"]; durationMs: number; attempts: number; requestId?: string | undefined }
  /** An operation is tried again after `delayMs`: `attempt` is the one to come, counted from 1, `code` why. */
  | { type: "retried"; operation: Operation; attempt: number; delayMs: number; code?: IvyErrorCode | undefined }
  /** An operation failed. Where it was the list inside of `connectBank`, the shopper goes on to a login all the same. */
  | {
      type: "failed";
      operation: Operation;
      code: IvyErrorCode;
      durationMs: number;
      attempts: number;
      status?: number | undefined;
      requestId?: string | undefined;
    };

/** A listener for events, if there is one. */
export type Listener = { onEvent?: ((event: IvyEvent) => void) | undefined };

/** An event whose facts may be `undefined`. */
export type LooseEvent<Event extends IvyEvent = IvyEvent> = Event extends IvyEvent ? { [Fact in keyof Event]: Event[Fact] | undefined } : never;

/** Emits an event, without the facts that are undefined. Errors of the listener are ignored, so that telemetry cannot break a payment. */
export function emit({ onEvent }: Listener, event: LooseEvent): void {
  // Each caller has the facts that its event must have.
  attempt(() => onEvent?.(defined(event) as IvyEvent));
}

/** Emits the event `failed`. `began` is a time of `performance.now()`. */
export function emitFailure(
  listener: Listener,
  operation: Operation,
  { code, status, requestId }: Pick<IvyError, "code" | "status" | "requestId">,
  began: number,
  attempts = 1,
): void {
  emit(listener, { type: "failed", operation, code, durationMs: performance.now() - began, attempts, status, requestId });
}
