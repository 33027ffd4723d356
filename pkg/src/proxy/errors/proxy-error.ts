// Errors with which the functions of a proxy reject.

import { ivyError, type IvyError } from "../../errors/ivy-error.ts";
import type { IvyErrorCode } from "../../model/words.ts";
import { property } from "../property.ts";

/**
 * An error with which the functions of a {@link Proxy} reject.
 *
 * @example
 * ```ts
 * import type { ProxyError } from "ivy-data-session/proxy";
 *
 * const wait = (error: ProxyError) => error.retryAfter ?? 0;
 * console.log(wait.length); // 1
 * ```
 */
export type ProxyError = IvyError & {
  /** The pause in seconds before the same function of the proxy may be called again. */
  retryAfter?: number | undefined;
};

/**
 * Makes an error from the object that the core rejects with.
 *
 * @param rejection `{code, status, retryAfter?}`; anything else counts as a fault of the core
 */
export function toProxyError(rejection: unknown): ProxyError {
  const [code, status, retryAfter] = [property(rejection, "code"), property(rejection, "status"), property(rejection, "retryAfter")];
  if (typeof code !== "string" || typeof status !== "number") {
    return ivyError("proxy_unavailable", "the proxy could not do it; its log says why");
  }
  // The core has no code that this package does not have.
  const error = ivyError(code as IvyErrorCode, `the proxy refused: ${code}`, { status });
  return typeof retryAfter === "number" ? Object.assign(error, { retryAfter }) : error;
}

/** Makes the error for a call during which the core stopped: the same call can be made again. */
export function stoppedError(): ProxyError {
  return toProxyError({ code: "proxy_unavailable", status: 503, retryAfter: 1 });
}
