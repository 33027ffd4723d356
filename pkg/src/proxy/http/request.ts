// A request as the core sees it.

import type { CoreRequest } from "../core/host.ts";
import type { CheckedOptions } from "../options/check-options.ts";
import { identifiedCustomer } from "../options/customer.ts";
import { property } from "../property.ts";
import { readBody } from "./read-body.ts";

/** The merchant's functions, and the path of the routes. */
export type RequestOptions = Pick<CheckedOptions, "identify" | "referenceId" | "basePath">;

/**
 * A character that no header of HTTP may contain and some platforms let through. Each byte from 128 on is one character. The
 * rest of the value is kept: one odd cookie hides no other.
 */
const NO_BYTE_OF_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/g;

/**
 * Converts a request for the core. The merchant's functions run, and the body is read, when the core has let the request in.
 *
 * @param address the address at the other end of the connection
 * @param warn takes a sentence for the log
 */
export function toCoreRequest(
  request: Request,
  address: string | undefined,
  { identify, referenceId, basePath }: RequestOptions,
  warn: (message: string) => void,
): CoreRequest {
  return {
    method: request.method,
    path: pathBelow(basePath, request.url),
    headers: [...request.headers].map(([name, value]) => [name, value.replace(NO_BYTE_OF_A_VALUE, "?")]),
    address,
    async customer() {
      const found = await identified(request, identify, warn);
      try {
        return identifiedCustomer(found);
      } catch (error) {
        warn(String(property(error, "message")));
        throw error;
      }
    },
    async reference() {
      try {
        const start = await referenceId?.(request);
        return typeof start === "string" ? start : undefined;
      } catch {
        warn("referenceId: it threw an error; the reference is random alone");
        return undefined;
      }
    },
    body: (limit, deadlineMs) => readBody(request, limit, deadlineMs),
  };
}

/** Calls the merchant's function. Its own error is dropped, because the text may quote anything. */
async function identified(request: Request, identify: RequestOptions["identify"], warn: (message: string) => void): Promise<unknown> {
  try {
    return await identify(request);
  } catch {
    warn("identify: it threw an error; the request is answered with 503");
    throw new Error("identify");
  }
}

/** Returns the path below the base with its query; for a path elsewhere the empty path, which is none of the routes. */
function pathBelow(basePath: string, url: string): string {
  const { pathname, search } = new URL(url);
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) + search : "";
}
