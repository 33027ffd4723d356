/**
 * The one kind of error that leaves this package: a real `Error` with a literal `code`.
 */
import { defined, isObject } from "./values.js";

const RETRYABLE = ["network", "timeout", "rate_limited", "proxy_unavailable", "load_failed"];

/**
 * Makes an error. It never carries a value of a request, an answer or an abort reason.
 *
 * @param {string} code one of the codes in index.d.ts
 * @param {string} message lower case, no full stop
 * @param {{retryable?: boolean, status?: number, requestId?: string, issues?: object[], cause?: object}} [facts]
 * @returns {import("../index.js").IvyError}
 */
export function ivyError(code, message, { cause, ...facts } = {}) {
  // As with the members of every Error, these two are not enumerable; those that a program asks for are.
  const error = new Error(message, cause && { cause });
  Object.defineProperty(error, "name", { value: "IvyError", configurable: true, writable: true });
  // The compiler does not follow `defineProperty`.
  return /** @type {any} */ (Object.assign(error, { code, retryable: RETRYABLE.includes(code) }, defined(facts)));
}

/** An error about what the caller handed in. */
export function invalid(issues, message = "the input breaks the rules; see issues") {
  return ivyError("validation_failed", message, { issues });
}

/**
 * An issue about an option or an argument.
 *
 * @param {(string | number)[]} path
 * @param {string} code
 * @param {string} expected what should be there; the option comes before it, where the path begins with one
 */
export function issue(path, code, expected) {
  return { path, code, message: typeof path[0] === "string" ? `${path[0]}: ${expected}` : expected };
}

/**
 * Throws an error with one issue.
 *
 * @param {(string | number)[]} path
 * @param {string} expected
 * @param {string} [code]
 * @returns {never}
 */
export function refuse(path, expected, code = "type") {
  throw invalid([issue(path, code, expected)]);
}

/** See index.d.ts. Copies of this package in one page know each other's errors, hence no `instanceof`. */
export function isIvyError(value) {
  return isObject(value) && value.name === "IvyError" && typeof value.code === "string";
}
