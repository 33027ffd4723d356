/**
 * The proxy for servers that do not know `Request` and `Response`: Node's own, and Express.
 */
import { Readable } from "node:stream";
import { refusal } from "./refuse.js";

/** Where nothing else is known. The proxy looks at the path alone. */
const BASE = "http://localhost";

/** See proxy.d.ts. */
export function toNodeListener(proxy) {
  if (typeof proxy !== "function") throw refusal("toNodeListener", "expected what createProxy gives");
  return (incoming, outgoing) => {
    answer(proxy, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function answer(proxy, incoming, outgoing) {
  const response = await proxy(toRequest(incoming), { address: incoming.socket.remoteAddress });
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  // What was not read of a body is not waited for.
  if (!incoming.complete) outgoing.setHeader("connection", "close");
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.end(body.length > 0 ? body : undefined);
}

/** @returns {Request} */
function toRequest(incoming) {
  // Within Express `url` is what is left below the place where it is mounted.
  const url = new URL(BASE + (incoming.originalUrl ?? incoming.url));
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  const { method } = incoming;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const isConsumed = incoming.readableDidRead;
  const body = isConsumed ? new ReadableStream() : Readable.toWeb(incoming);
  // @ts-expect-error The types of the platform do not know that a body that is a stream needs `duplex`.
  const request = new Request(url, { method, headers, body, duplex: "half" });
  // What somebody else has read cannot be read again: locked, it is known as such.
  if (isConsumed) request.body.getReader();
  return request;
}
