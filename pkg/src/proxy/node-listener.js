/**
 * The proxy for servers that do not know `Request` and `Response`: Node's own, and Express.
 */
import { setTimeout } from "node:timers";
import { incomingBody } from "./incoming-body.js";
import { refusal } from "./refuse.js";

/** Where nothing else is known. The proxy looks at the path alone. */
const BASE = "http://localhost";

/** What no `Request` is made of. The proxy refuses these methods as it does others. */
const NO_REQUEST = ["CONNECT", "TRACE", "TRACK"];

/** How long a body that nobody needs may go on after the answer, so that the other side can read the answer. */
const GRACE_MS = 5000;

/** See proxy.d.ts. */
export function toNodeListener(proxy) {
  if (typeof proxy !== "function") throw refusal("toNodeListener", "expected what createProxy gives");
  return (incoming, outgoing, next) => {
    const request = toRequest(incoming);
    // Within Express everything else is for the shop's own routes.
    if (typeof next === "function" && !new URL(request.url).pathname.startsWith(`${proxy.basePath}/`)) return next();
    outgoing.once("finish", () => {
      if (!incoming.complete) setTimeout(() => incoming.destroy(), GRACE_MS).unref();
    });
    send(proxy(request, { address: incoming.socket.remoteAddress }), outgoing).catch(() => outgoing.destroy());
  };
}

async function send(answered, outgoing) {
  const response = await answered;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** @returns {Request} */
function toRequest(incoming) {
  // Within Express `url` is what is left below the place where it is mounted.
  const place = incoming.originalUrl ?? incoming.url;
  const url = asItStands(place) ? BASE + place : BASE;
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  const { method } = incoming;
  if (NO_REQUEST.includes(method)) return Object.defineProperty(new Request(url, { headers }), "method", { value: method });
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  // @ts-expect-error The types of the platform do not know that a body that is a stream needs `duplex`.
  const request = new Request(url, { method, headers, body: incomingBody(incoming), duplex: "half" });
  // What somebody else has read cannot be read again: locked, it is known as such.
  if (incoming.readableDidRead) request.body?.getReader();
  return request;
}

/** Whether a path is one that the platform does not change: none of the proxy's is. */
function asItStands(place) {
  return place.startsWith("/") && URL.canParse(BASE + place) && new URL(BASE + place).pathname === place.split(/[?#]/)[0];
}
