// The only kind of error that leaves this package: a real `Error` with a literal `code`.

import type { IvyErrorCode } from "../model/words.ts";
import { attempt, defined, isObject } from "../shared/values.ts";
import type { Issue } from "./issue.ts";

/**
 * A real `Error` that holds no value of a request or an answer. Tell it by {@link isIvyError}, never by `instanceof`.
 *
 * @example
 * ```ts
 * import { fakeIvyError } from "ivy-data-session/testing";
 * import type { IvyError } from "ivy-data-session";
 *
 * const tell = ({ code, retryable, requestId }: IvyError) => `${code}${retryable ? ", try again" : ""} (${requestId ?? "not sent"})`;
 * console.log(tell(fakeIvyError("proxy_unavailable", { status: 503, requestId: "r1" }))); // proxy_unavailable, try again (r1)
 * ```
 */
export interface IvyError extends Error {
  name: "IvyError";
  code: IvyErrorCode;
  /** True if the same call may succeed a little later. */
  retryable: boolean;
  /** The HTTP status, where there was an answer. */
  status?: number | undefined;
  /** The proxy's id of the request, to find it in the proxy's log. */
  requestId?: string | undefined;
  /** The issues of the input or the response. */
  issues?: Issue[] | undefined;
  /** Ivy's code and number, at most. */
  cause?: { code?: string | undefined; number?: number | undefined } | undefined;
}

/** Facts of an error. An `undefined` one is dropped. */
export type ErrorFacts = { [Fact in "retryable" | "status" | "requestId" | "issues" | "cause"]?: IvyError[Fact] | undefined };

const RETRYABLE = /^(network|timeout|rate_limited|proxy_unavailable|load_failed)$/;

/**
 * Makes an error. It never contains a value of a request, a response or an abort reason. The `message` is in lower case,
 * without a full stop.
 */
export function ivyError(code: IvyErrorCode, message: string, { cause, ...facts }: ErrorFacts = {}): IvyError {
  // `name` and `cause` are not enumerable, as in every `Error`. The other facts are.
  const error = new Error(message, cause && { cause });
  attempt(() => Object.defineProperty(error, "name", descriptor("IvyError")));
  // A script of the page may have replaced `defineProperty`.
  if (error.name !== "IvyError") error.name = "IvyError";
  // The compiler does not follow `defineProperty`, which has set `name`.
  return Object.assign(error, { code, retryable: RETRYABLE.test(code) }, defined(facts)) as IvyError;
}

/** Returns the descriptor of a hidden property. It inherits no `get` that a script may have added to `Object.prototype`. */
function descriptor(value: unknown): PropertyDescriptor {
  return Object.assign(Object.create(null), { value, configurable: true, writable: true });
}

/**
 * Checks if a value is an error of this package, from this copy of it or another.
 *
 * @example
 * ```ts
 * import { createClient, isIvyError } from "ivy-data-session";
 *
 * try {
 *   createClient({ proxyUrl: "https://shop.example/api/ivy", headers: { "X-Ivy-Api-Key": "…" } });
 * } catch (error) {
 *   if (isIvyError(error)) console.log(error.code); // unsupported
 * }
 * ```
 */
export function isIvyError(value: unknown): value is IvyError {
  // Copies of this package in one page recognise each other's errors, hence no `instanceof`.
  return isObject(value) && value.name === "IvyError" && typeof value.code === "string";
}
