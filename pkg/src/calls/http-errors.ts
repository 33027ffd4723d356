// Responses and the errors of calls: from a code, and from a response that the library finds to be a failure.

import { decodeUtf8 } from "../decode/body.ts";
import type { Issue } from "../errors/issue.ts";
import { ivyError, type ErrorFacts, type IvyError } from "../errors/ivy-error.ts";
import type { IvyErrorCode, LoginReason } from "../model/words.ts";
import { attempt, defined } from "../shared/values.ts";

/** The message of each code. */
const MESSAGES: Partial<Record<IvyErrorCode, string>> = {
  validation_failed: "the request breaks the rules; see issues",
  decode_failed: "the proxy returned an unexpected response",
  unauthorized: "no customer is signed in",
  forbidden: "the customer or the page's origin is not allowed, the proxy is on another site, or it is older than this page; add the origin, move the proxy, or update it",
  not_found: "the customer has no such data session",
  conflict: "the request conflicts with an earlier one",
  rate_limited: "too many requests; try again later",
  proxy_rejected: "the proxy refused the request",
  proxy_unavailable: "the proxy or Ivy is not available",
  timeout: "the call took longer than timeoutMs",
  misconfigured: "there is no proxy for this library at proxyUrl",
  network: "no response from the proxy",
  aborted: "the call was aborted by its signal",
  response_too_large: "the response is larger than maxResponseBytes",
  untrusted_redirect: "redirectUrl is not on the list of login hosts",
  unsupported: "the page's fetch does not return a Response",
};

/** A response to one request. */
export type ProxyResponse = {
  /** Its body is read. */
  response: Response;
  /** 0 for a redirect, which is never followed. */
  status: number;
  /** The body. Of a response that is not 2xx, the part that arrived. */
  bytes: Uint8Array;
  /** The tag of the customer whom the response is for. An older proxy sends none. */
  owner: string | undefined;
  /** The count of changes of the customer when the request was sent; `undefined` for a response that the page was given. */
  sent: number | undefined;
};

/** The library's interpretation of a 2xx response. */
export type AcceptedResponse = ProxyResponse & {
  failure?: undefined;
  /** The proxy's id of the request. */
  requestId?: string;
  /** The proxy's clock in epoch seconds. */
  now?: number;
  /** The reason for a login that the proxy names, whatever sessions the body has. */
  login?: LoginReason;
};

/** The library's interpretation of any other response. */
export type FailedResponse = ProxyResponse & { failure: Failure };

/** A failure, as `src/client/meaning.rs` describes it. */
export type Failure = ErrorFacts & { code: IvyErrorCode; retryAfterMs?: number };

/** Makes an error of a call. */
export function callError(code: IvyErrorCode, facts?: ErrorFacts): IvyError {
  return ivyError(code, MESSAGES[code] ?? code, facts);
}

/** Makes the error of a failure. */
export function failureError({ code, retryAfterMs, cause, ...facts }: Failure): IvyError {
  return callError(code, { ...facts, cause: cause && defined(cause) });
}

/** Makes the error for a response whose content is not the expected one. */
export function decodeError({ status, requestId }: AcceptedResponse, issues: Issue[] = []): IvyError {
  return callError("decode_failed", { status, requestId, issues: issues[0] && issues });
}

/** Checks if a status is 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Returns the body as text. */
export function textOf({ bytes }: ProxyResponse): string {
  return decodeUtf8(bytes);
}

/** Returns the body as an object, which is empty if the body is not JSON. */
export function parsed(response: ProxyResponse): Partial<Record<string, unknown>> {
  return Object(attempt(() => JSON.parse(textOf(response))));
}
