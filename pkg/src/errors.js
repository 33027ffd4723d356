/**
 * The one kind of error that leaves this package: a real `Error` with a literal `code`.
 */

const RETRYABLE = ["network", "timeout", "rate_limited", "proxy_unavailable", "load_failed"];

/**
 * Makes an error. It never carries a value of a request, an answer or an abort reason.
 *
 * @param {string} code one of the codes in index.d.ts
 * @param {string} message lower case, no full stop
 * @param {{retryable?: boolean, status?: number, requestId?: string, issues?: object[], cause?: object}} [facts]
 * @returns {Error}
 */
export function ivyError(code, message, { retryable = RETRYABLE.includes(code), status, requestId, issues, cause } = {}) {
  const error = new Error(message);
  const facts = { name: "IvyError", code, retryable, status, requestId, issues, cause };
  for (const [key, value] of Object.entries(facts)) {
    // As with the members of every Error, none is enumerable but those that a program asks for.
    if (value !== undefined) {
      Object.defineProperty(error, key, { value, enumerable: key !== "name" && key !== "cause", configurable: true, writable: true });
    }
  }
  return error;
}

/** An error about what the caller handed in. */
export function invalid(issues, message = "the input breaks the rules; see issues") {
  return ivyError("validation_failed", message, { issues });
}

/** See index.d.ts. Copies of this package in one page know each other's errors, hence no `instanceof`. */
export function isIvyError(value) {
  return typeof value === "object" && value !== null && value.name === "IvyError" && typeof value.code === "string";
}
