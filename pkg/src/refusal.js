/**
 * Errors of calls: from a code, and from a response that the library finds to be a failure.
 */
import { decode } from "./body.js";
import { ivyError } from "./errors.js";
import { library } from "./instance.js";
import { attempt, defined } from "./values.js";

/** The sentence of each code. */
const MESSAGES = {
  validation_failed: "the request breaks the rules; see issues",
  decode_failed: "the proxy's answer is not what was expected",
  unauthorized: "the proxy knows nobody here; the customer has to sign in",
  forbidden: "the proxy does not allow this: the customer who is signed in may not do it, the proxy's origins lack this page's, or the proxy is older than this page; add the origin, or update the proxy",
  not_found: "the proxy knows no such data session for this customer",
  conflict: "the proxy says that this request conflicts with an earlier one",
  rate_limited: "too many requests; try again later",
  proxy_rejected: "the proxy refused the request",
  proxy_unavailable: "the proxy, or Ivy behind it, is not available",
  timeout: "the call took longer than timeoutMs",
  misconfigured: "what answers at proxyUrl is not a proxy for this library",
  network: "the proxy did not answer, or its answer did not come through",
  aborted: "the call was aborted by its signal",
  response_too_large: "the answer is larger than maxResponseBytes",
  untrusted_redirect: "redirectUrl is not on the list of login hosts",
  unsupported: "fetch was replaced by something that does not answer with a Response",
};

/** @typedef {import("./exchange.js").Answer} Answer */

/**
 * An error of a call.
 *
 * @param {string} code one of those that have a sentence here
 * @param {object} [facts]
 */
export function failed(code, facts) {
  return ivyError(code, MESSAGES[code], facts);
}

/**
 * Adds to a response its meaning, which the library decides by the table of `src/client/errors.md`. `failure` is there if it
 * is not one to read on.
 *
 * @param {import("./call.js").Call} call
 * @param {string} operation
 * @param {Answer} answer
 * @returns {Promise<Answer & {failure?: any}>}
 */
export async function understood(call, operation, answer) {
  const { response, bytes } = answer;
  return { ...answer, ...(await call.library(() => library.responseMeaning(operation, response, bytes))) };
}

/** The error for a failure of {@link understood}. */
export function refused({ code, retryAfterMs, cause, ...facts }) {
  return failed(code, { ...facts, cause: cause && defined(cause) });
}

/**
 * An error for an answer whose content is not what it should be.
 *
 * @param {Answer} answer
 * @param {object[]} [issues]
 */
export function undecodable({ status, requestId }, issues = []) {
  return failed("decode_failed", { status, requestId, issues: issues[0] && issues });
}

/** Whether an answer is one to read on. */
export function isSuccess(status) {
  return status >= 200 && status < 300;
}

/**
 * A body as text.
 *
 * @param {Answer} answer
 */
export function textOf({ bytes }) {
  return decode(bytes);
}

/**
 * A body as an object, empty where it is none.
 *
 * @param {Answer} answer
 */
export function parsed(answer) {
  return Object(attempt(() => JSON.parse(textOf(answer))));
}
