// Converts a request of Node's server to the platform's `Request`.

import { incomingBody } from "./incoming-body.ts";
import type { NodeRequest } from "./messages.ts";

/** The origin of every request. The proxy looks at the path alone. */
const BASE = "http://localhost";

/** Methods that `Request` does not take. The proxy refuses them as it does others. */
const NO_REQUEST: readonly (string | undefined)[] = ["CONNECT", "TRACE", "TRACK"];

/** Parts of a request that a framework keeps outside of it. */
export type Kept = {
  /** The path with its query, before the framework took off the one where the handler is mounted. */
  target?: string | undefined;
  /** The bytes of a body that the framework has read. */
  rawBody?: unknown;
};

/**
 * Makes a `Request`.
 *
 * @param kept by default the members that Express and functions in the cloud add to the request
 * @throws an error of the platform if the client has sent what no `Request` can be made of
 */
export function toRequest(incoming: NodeRequest, kept: Kept = {}): Request {
  // Within Express `url` is the rest of the path below the one where the handler is mounted.
  const target = kept.target ?? incoming.originalUrl ?? incoming.url ?? "";
  const url = isNormal(target) ? BASE + target : BASE;
  const headers = toHeaders(incoming);
  const { method = "" } = incoming;
  if (NO_REQUEST.includes(method)) return Object.defineProperty(new Request(url, { headers }), "method", { value: method });
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const rawBody = keptBody(kept.rawBody ?? incoming.rawBody, incoming.body);
  if (incoming.readableDidRead && rawBody) return new Request(url, { method, headers, body: rawBody });
  // The types of some platforms do not know that a body that is a stream needs `duplex`.
  const init = { method, headers, body: incomingBody(incoming), duplex: "half" as const };
  const request = new Request(url, init);
  // A body that was read before cannot be read again. Locked, it is recognised as such.
  if (incoming.readableDidRead) request.body?.getReader();
  return request;
}

/**
 * Returns the bytes of a body that was read before, if a parser kept them.
 *
 * @param raw the bytes or their text
 * @param parsed the parser's result: of a parser for bytes it is the bytes; a text may be part of a JSON
 */
function keptBody(raw: unknown, parsed: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof raw === "string") return new TextEncoder().encode(raw);
  return [raw, parsed].find(isBytes);
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(value);
}

/** HTTP/2 has the request line as headers with a colon, and `:authority` in place of `host`. */
function toHeaders(incoming: NodeRequest): Headers {
  const { authority } = incoming;
  const headers = new Headers();
  for (const [name, value] of headerLines(incoming)) {
    if (!name.startsWith(":")) headers.append(name, value);
  }
  if (authority && !headers.has("host")) headers.set("host", authority);
  return headers;
}

/**
 * Returns each header as it arrived. Requests that were made from the event of a function in the cloud have no raw headers;
 * their own `headers` are used.
 */
function headerLines({ rawHeaders = [], headers }: NodeRequest): [name: string, value: string][] {
  if (rawHeaders.length > 0) {
    return rawHeaders.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : []));
  }
  return Object.entries(headers ?? {}).flatMap(([name, value]) => [value ?? []].flat().map((line): [string, string] => [name, String(line)]));
}

/** Returns true for a path that the platform does not change: none of the proxy's is changed. */
function isNormal(target: string): boolean {
  return target.startsWith("/") && URL.canParse(BASE + target) && new URL(BASE + target).pathname === target.split(/[?#]/)[0];
}
