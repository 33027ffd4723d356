// Converts a request of Node's server to the platform's `Request`.

import { incomingBody } from "./incoming-body.ts";
import type { NodeRequest } from "./messages.ts";

/** The origin of every request. The proxy looks at the path alone. */
const BASE = "http://localhost";

/** Methods that `Request` does not take. The proxy refuses them as it does others. */
const NO_REQUEST: readonly (string | undefined)[] = ["CONNECT", "TRACE", "TRACK"];

/**
 * Makes a `Request`.
 *
 * @throws an error of the platform if the client has sent what no `Request` can be made of
 */
export function toRequest(incoming: NodeRequest): Request {
  // Within Express `url` is the rest of the path below the one where the handler is mounted.
  const target = incoming.originalUrl ?? incoming.url ?? "";
  const url = isNormal(target) ? BASE + target : BASE;
  const headers = toHeaders(incoming);
  const { method = "" } = incoming;
  if (NO_REQUEST.includes(method)) return Object.defineProperty(new Request(url, { headers }), "method", { value: method });
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  // The types of some platforms do not know that a body that is a stream needs `duplex`.
  const init = { method, headers, body: incomingBody(incoming), duplex: "half" as const };
  const request = new Request(url, init);
  // A body that was read before cannot be read again. Locked, it is recognised as such.
  if (incoming.readableDidRead) request.body?.getReader();
  return request;
}

/** HTTP/2 has the request line as headers with a colon, and `:authority` in place of `host`. */
function toHeaders({ rawHeaders, authority }: NodeRequest): Headers {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!name.startsWith(":")) headers.append(name, value);
  }
  if (authority && !headers.has("host")) headers.set("host", authority);
  return headers;
}

/** Returns true for a path that the platform does not change: none of the proxy's is changed. */
function isNormal(target: string): boolean {
  return target.startsWith("/") && URL.canParse(BASE + target) && new URL(BASE + target).pathname === target.split(/[?#]/)[0];
}
