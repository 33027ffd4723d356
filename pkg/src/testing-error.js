/**
 * Errors as the real package makes them.
 */
import { ivyError } from "./errors.js";

const CODES = [
  "not_initialized",
  "load_failed",
  "wasm_blocked",
  "validation_failed",
  "decode_failed",
  "network",
  "timeout",
  "aborted",
  "unauthorized",
  "forbidden",
  "not_found",
  "account_gone",
  "conflict",
  "rate_limited",
  "proxy_rejected",
  "proxy_unavailable",
  "misconfigured",
  "response_too_large",
  "untrusted_redirect",
  "popup_blocked",
  "unsupported",
  "internal",
];

/** See testing.d.ts. */
export function fakeIvyError(code, { message = "an error made for a test", ...facts } = {}) {
  // The real package never makes another; a test that handles one would prove nothing.
  if (!CODES.includes(code)) throw new TypeError(`fakeIvyError: no such code; there are ${CODES.join(", ")}`);
  return ivyError(code, message, facts);
}
