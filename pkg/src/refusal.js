/**
 * From an HTTP answer to an error, or to none: the table of `src/client/errors.md`.
 */
import { decode } from "./body.js";
import { ivyError } from "./errors.js";
import { attempt, defined } from "./values.js";

/** The codes that a proxy answers with, by the contract of this library, and what each means. */
const PROXY_MESSAGES = {
  validation_failed: "the request breaks the rules; see issues",
  decode_failed: "the proxy's answer is not what was expected",
  unauthorized: "the proxy knows nobody here; the customer has to sign in",
  forbidden: "the proxy does not allow this for the customer who is signed in",
  not_found: "the proxy knows no such data session for this customer",
  conflict: "the proxy says that this request conflicts with an earlier one",
  rate_limited: "too many requests; try again later",
  proxy_rejected: "the proxy refused the request",
  proxy_unavailable: "the proxy, or Ivy behind it, is not available",
  timeout: "the call took longer than timeoutMs",
  misconfigured: "what answers at proxyUrl is not a proxy for this library",
};

const MESSAGES = {
  ...PROXY_MESSAGES,
  network: "the proxy did not answer, or its answer did not come through",
  aborted: "the call was aborted by its signal",
  response_too_large: "the answer is larger than maxResponseBytes",
  untrusted_redirect: "redirectUrl is not on the list of login hosts",
  unsupported: "fetch was replaced by something that does not answer with a Response",
};

const PROXY_CODES = Object.keys(PROXY_MESSAGES);

const CODES = {
  401: "unauthorized",
  403: "forbidden",
  404: "misconfigured",
  405: "misconfigured",
  408: "timeout",
  409: "conflict",
  415: "misconfigured",
  422: "validation_failed",
  423: "conflict",
  429: "rate_limited",
};

/** Where 404 in the proxy's own words is about a session, and not about a wrong path. */
const ABOUT_ONE = ["details", "result", "forget"];

/** Ivy's documented error codes. A code of another spelling is not passed on: it might hold anything. */
const IVY_CODES =
  "GENERIC VALIDATION AUTHENTICATION UNAUTHENTICATED REQUEST_FAILED AUTHORIZATION NOT_FOUND NOT_ACCEPTABLE CONFLICT LOCKED TOO_MANY_REQUESTS INTERNAL_SERVER_ERROR SERVICE_UNAVAILABLE api_error invalid_request_error rate_limiting idempotency_error".split(" ");

/** A field's name as the rules name an unknown one in a path. */
const FIELD = /^[\w$-]{1,40}$/;

/** An issue's code. */
const WORD = /^[a-z_]{1,20}$/;

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
 * Why an answer is not one to read on; undefined for 2xx with JSON.
 *
 * @param {string} operation
 * @param {Answer} answer
 */
export function refusal(operation, answer) {
  const { status, bytes } = answer;
  if (isSuccess(status)) {
    if (bytes.length === 0) return refused("decode_failed", answer);
    return isJson(answer) ? undefined : refused("misconfigured", answer);
  }
  const body = isJson(answer) ? parsed(answer) : {};
  const isAboutOne = status === 404 && ABOUT_ONE.includes(operation) && PROXY_CODES.includes(body.code);
  const code = isAboutOne ? "not_found" : (CODES[status] ?? byClass(status));
  const issues = code === "validation_failed" && Array.isArray(body.issues) ? body.issues.slice(0, 100).flatMap(issue) : [];
  return refused(code, answer, issues, body);
}

/**
 * An error for an answer whose content is not what it should be.
 *
 * @param {Answer} answer
 * @param {object[]} [issues]
 */
export function undecodable(answer, issues) {
  return refused("decode_failed", answer, issues);
}

/** Whether an answer is one to read on. */
export function isSuccess(status) {
  return status >= 200 && status < 300;
}

/** An id of a request that can be passed on; undefined for anything else. */
export function requestIdOf(id) {
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

/**
 * @param {string} code
 * @param {Answer} answer
 * @param {object[]} [issues] in its body
 * @param {any} [body]
 */
function refused(code, { status, requestId }, issues = [], body = {}) {
  return failed(code, {
    status: status || undefined,
    requestId: requestId ?? requestIdOf(body.requestId),
    issues: issues[0] && issues,
    cause: cause(body),
  });
}

function byClass(status) {
  if (status >= 500) return status < 600 ? "proxy_unavailable" : "misconfigured";
  return status >= 400 ? "proxy_rejected" : "misconfigured";
}

/** `application/json`, or another type whose syntax is JSON's (RFC 6839). */
function isJson({ headers }) {
  return /^\s*(application\/json|[^;]*\+json)\s*(;|$)/i.test(headers["content-type"] ?? "");
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

/**
 * The code and number of all three ages of Ivy's error bodies: `{code, devMessage}`, `{code, statusCode, …}` and
 * `{category, code, …}`.
 */
function cause({ code, category, statusCode }) {
  const known = [code, category].find((word) => IVY_CODES.includes(word) || PROXY_CODES.includes(word));
  const number = statusCode >= 100 && statusCode < 600 ? Math.trunc(statusCode) : undefined;
  return known || number ? defined({ code: known, number }) : undefined;
}

/** An issue of a 422, or none. Its text is this library's, never the other side's. */
function issue(given) {
  const { path, code } = Object(given);
  const isStep = (step) => (typeof step === "string" ? FIELD.test(step) : typeof step === "number");
  if (typeof code !== "string" || !WORD.test(code) || !Array.isArray(path) || !path.every(isStep)) return [];
  return [{ path, code, message: "the proxy refuses this" }];
}
