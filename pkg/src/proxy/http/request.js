/**
 * A request as the core sees it. What costs something, or belongs to the merchant, it asks for when it has let the
 * request in.
 */
import { identified } from "../options/customer.js";
import { readBody } from "./read-body.js";

/**
 * A character that no header of HTTP may have and some platforms let through. Each byte from 128 on is one character. The
 * rest of the value is kept: one odd cookie hides no other.
 */
const NO_BYTE_OF_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/g;

/**
 * @param {Request} request
 * @param {string | undefined} address whom the connection is with
 * @param {Pick<import("../options/check-options.js").Checked, "identify" | "referenceId" | "basePath">} options
 * @param {(message: string) => void} warn takes a sentence for the log
 */
export function asked(request, address, { identify, referenceId, basePath }, warn) {
  return {
    method: request.method,
    path: below(basePath, request.url),
    headers: [...request.headers].map(([name, value]) => [name, value.replace(NO_BYTE_OF_A_VALUE, "?")]),
    address,
    async customer() {
      let found;
      try {
        found = await identify(request);
      } catch {
        // The merchant's own error may quote anything.
        warn("identify: it threw an error; the request is answered with 503");
        throw new Error("identify");
      }
      try {
        return identified(found);
      } catch (error) {
        warn(error.message);
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

/** The path below the base with its query; the empty path, which is none of the routes, for what is elsewhere. */
function below(basePath, url) {
  const { pathname, search } = new URL(url);
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) + search : "";
}
