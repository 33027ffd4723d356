// Errors as the real package makes them.

import { ivyError, type ErrorFacts, type IvyError } from "../errors/ivy-error.ts";
import type { IvyErrorCode } from "../model/words.ts";
import type { ScriptValue } from "./script-value.ts";

/** Every code, so that the compiler finds a missing one. */
const CODES: Record<IvyErrorCode, true> = {
  not_initialized: true,
  load_failed: true,
  wasm_blocked: true,
  validation_failed: true,
  decode_failed: true,
  network: true,
  timeout: true,
  aborted: true,
  unauthorized: true,
  forbidden: true,
  not_found: true,
  account_gone: true,
  conflict: true,
  rate_limited: true,
  proxy_rejected: true,
  proxy_unavailable: true,
  misconfigured: true,
  response_too_large: true,
  untrusted_redirect: true,
  popup_blocked: true,
  unsupported: true,
  internal: true,
};

/**
 * Makes an error that the real package's `isIvyError` knows. `retryable` is what the real error with this code has.
 *
 * @throws `TypeError` for a code that the real package does not have
 * @example
 * ```ts
 * import { isIvyError } from "ivy-data-session";
 * import { fakeIvyError } from "ivy-data-session/testing";
 *
 * const error = fakeIvyError("proxy_unavailable", { status: 503, requestId: "r1" });
 * console.log(isIvyError(error), error.retryable, error.requestId); // true true r1
 * ```
 */
export function fakeIvyError(
  code: IvyErrorCode,
  facts: { [Fact in "message" | "retryable" | "status" | "requestId" | "issues" | "cause"]?: ScriptValue<IvyError[Fact]> | undefined } = {},
): IvyError {
  // The real package never makes another code; a test that handles one would prove nothing.
  if (!Object.hasOwn(CODES, code)) throw new TypeError(`fakeIvyError: no such code; there are ${Object.keys(CODES).join(", ")}`);
  const { message = "an error made for a test", ...others } = facts;
  // `readonly` does not exist at run time.
  return ivyError(code, message, others as ErrorFacts);
}
