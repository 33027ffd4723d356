/**
 * What a client tells its listener. The list is in index.d.ts; none of it is personal.
 */
import { attempt, defined } from "./values.js";

/**
 * A listener's fault is not the shopper's.
 *
 * @param {{onEvent?: (event: any) => void}} settings
 * @param {{type: string, [fact: string]: unknown}} event without the facts that are undefined
 */
export function tell({ onEvent }, event) {
  attempt(() => onEvent?.(defined(event)));
}

/**
 * Tells of an error.
 *
 * @param {{onEvent?: (event: any) => void}} settings
 * @param {string} operation
 * @param {any} error
 * @param {number} began on the clock of `performance.now()`
 * @param {number} [attempts]
 */
export function tellFailure(settings, operation, { code, status, requestId }, began, attempts = 1) {
  tell(settings, { type: "failed", operation, code, durationMs: performance.now() - began, attempts, status, requestId });
}
