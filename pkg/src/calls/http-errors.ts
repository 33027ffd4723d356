// Responses and the errors of calls: from a code, and from a response that the library finds to be a failure.

import { decodeUtf8 } from "../decode/body.ts";
import { firstOf, issue } from "../errors/config-error.ts";
import type { Issue } from "../errors/issue.ts";
import { ivyError, type ErrorFacts, type IvyError } from "../errors/ivy-error.ts";
import type { IvyErrorCode, LoginReason } from "../model/words.ts";
import { attempt, defined } from "../shared/values.ts";

/** The message of each code. */
const MESSAGES: Partial<Record<IvyErrorCode, string>> = {
  validation_failed: "the proxy refused the request",
  decode_failed: "the proxy returned an unexpected response",
  unauthorized: "not signed in; the proxy returned 401",
  forbidden: "this page's origin is not in the proxy's origins, or the proxy is older than this page; update it",
  not_found: "the customer has no such data session",
  conflict: "the request conflicts with an earlier one",
  rate_limited: "too many requests; try again later",
  proxy_rejected: "the proxy refused the request",
  proxy_unavailable: "the proxy or Ivy is not available",
  timeout: "the call took longer than timeoutMs",
  misconfigured: "the proxy is misconfigured; its log has the reason",
  network: "network error; the proxy's response broke off",
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

/** Matches a media type without its parameters. */
const MEDIA_TYPE = /^[\w.+-]{1,40}\/[\w.+-]{1,40}/;

/** Makes an error of a call. */
export function callError(code: IvyErrorCode, facts?: ErrorFacts, message: string = MESSAGES[code] ?? code): IvyError {
  return ivyError(code, message, facts);
}

/** Makes the error of a request without a response. A browser tells a page neither the reason nor if it was its policy. */
export function unansweredError(code: IvyErrorCode, url: string): IvyError {
  const origin = attempt(() => new URL(url).origin) ?? "the proxy";
  return callError(code, undefined, code === "network" ? `network error or CORS; no response from ${origin}` : undefined);
}

/** Makes the error of a failure. `url` is the URL of the request. */
export function failureError({ failure, status, response }: FailedResponse, url: string): IvyError {
  const { code, retryAfterMs, cause, ...facts } = failure;
  const type = attempt(() => MEDIA_TYPE.exec(response.headers.get("content-type") ?? "")?.[0]);
  // The proxy's own body has a code.
  const isElsewhere = code === "misconfigured" && !cause?.code;
  const answer = status ? `${status} (${type ?? "no type"})` : "a redirect";
  const message = isElsewhere ? `POST ${url} returned ${answer}; is the proxy mounted at proxyUrl` : facts.issues?.[0] && firstOf(facts.issues.map(({ path, code, message }) => issue(path, code, message)));
  return callError(code, { ...facts, cause: cause && defined(cause) }, message);
}

/** Makes the error for a response whose content is not the expected one. */
export function decodeError({ status, requestId }: AcceptedResponse, issues: Issue[] = []): IvyError {
  const first = issues[0] && `the proxy returned an unexpected response: ${firstOf(issues)}`;
  return callError("decode_failed", { status, requestId, issues: issues[0] && issues }, first);
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
