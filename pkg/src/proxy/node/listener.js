/**
 * The proxy for servers that do not know `Request` and `Response`: Node's own of `node:http`, `node:https` and `node:http2`,
 * and Express.
 */
import { setImmediate, setTimeout } from "node:timers";
import { unreadable } from "../http/response.js";
import { incomingBody } from "./incoming-body.js";
import { refusal } from "../errors/config-error.js";

/** Where nothing else is known. The proxy looks at the path alone. */
const BASE = "http://localhost";

/** What no `Request` is made of. The proxy refuses these methods as it does others. */
const NO_REQUEST = ["CONNECT", "TRACE", "TRACK"];

/** The time in which a client can read the response while its body still arrives, in milliseconds. */
const GRACE_MS = 5000;

/** The longest rest of an unneeded body that is read, in bytes, so that its connection can be used again. */
const LONGEST_REST = 16 * 1024;

/** Headers of a connection of HTTP/1.1. HTTP/2 has none of them (RFC 9113, 8.2.2). */
const OF_CONNECTION = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/** See proxy.d.ts. */
export function toNodeListener(proxy) {
  if (typeof proxy !== "function") throw refusal("toNodeListener", "expected what createProxy gives");
  return (incoming, outgoing, next) => {
    // A client that hangs up is no error of the server's.
    outgoing.on?.("error", () => {});
    let request;
    try {
      request = toRequest(incoming);
    } catch {
      // A client can send what no Request is made of; thrown here, it would end the process.
      request = undefined;
    }
    // Within Express everything else is for the shop's own routes.
    const isOurs = request !== undefined && new URL(request.url).pathname.startsWith(`${proxy.basePath}/`);
    if (typeof next === "function" && !isOurs) return next();
    outgoing.once("finish", () => {
      // In HTTP/2 the request is a view of its stream, which would stay open.
      if (!incoming.complete) setTimeout(() => (incoming.stream ?? incoming).destroy(), GRACE_MS).unref();
    });
    const answer = () => (request ? proxy(request, { address: incoming.socket?.remoteAddress }) : unreadable());
    const isHttp2 = incoming.httpVersionMajor >= 2;
    const begun = isHttp2 ? answer() : inTurn(incoming.socket, outgoing, answer);
    send(begun, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

/** When the last response of a connection is sent. */
const lastOf = new WeakMap();

/**
 * Begins a request when the response before it is sent. Node hands out at once what a client sends without waiting, and a
 * client that does not read could pile up a thousand responses.
 */
async function inTurn(socket, outgoing, answer) {
  const before = lastOf.get(socket);
  lastOf.set(socket, new Promise((resolve) => void outgoing.once("close", resolve)));
  await before;
  return answer();
}

async function send(answered, incoming, outgoing) {
  const response = await answered;
  const isHttp2 = incoming.httpVersionMajor >= 2;
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie" && !(isHttp2 && OF_CONNECTION.includes(name))) outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  if (!incoming.complete) {
    // Said with the response, or a client would send its next request on a connection that is about to end.
    const mayBeLong = !(Number(incoming.headers["content-length"]) <= LONGEST_REST);
    if (!isHttp2 && mayBeLong) endGently(incoming.socket, outgoing);
    readRest(incoming, outgoing);
  }
  outgoing.end(body);
}

/**
 * Ends the connection behind the response, for writing alone: destroyed with unread bytes, as Node does it, the connection is
 * reset, and the other side may never read the response.
 */
function endGently(socket, outgoing) {
  outgoing.setHeader("connection", "close");
  socket.destroySoon = () => socket.end();
}

/**
 * Reads the rest of a body that nobody needs, and no more than is allowed. Node would read all of it, and what it reads is
 * memory until the garbage is collected.
 */
function readRest(incoming, outgoing) {
  const { socket } = incoming;
  const isHttp2 = incoming.httpVersionMajor >= 2;
  let left = LONGEST_REST;
  const stop = () => {
    incoming.off("data", read);
    incoming.pause();
    if (isHttp2) return;
    // A socket that was told to go on in this turn would go on all the same.
    setImmediate(() => socket.pause());
    // The other side must not send its next request on this connection.
    if (outgoing.writableFinished) socket.end();
    else outgoing.once("finish", () => (incoming.pause(), socket.end()));
  };
  const read = (chunk) => {
    left -= chunk.length;
    if (left < 0) stop();
  };
  // Node has already buffered more than that, and has stopped reading.
  if (incoming.readableLength > left) return stop();
  incoming.on("data", read);
  incoming.resume();
}

/** @returns {Request} */
function toRequest(incoming) {
  // Within Express `url` is what is left below the place where it is mounted.
  const place = incoming.originalUrl ?? incoming.url ?? "";
  const url = asItStands(place) ? BASE + place : BASE;
  const headers = toHeaders(incoming);
  const { method } = incoming;
  if (NO_REQUEST.includes(method)) return Object.defineProperty(new Request(url, { headers }), "method", { value: method });
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  // @ts-expect-error The types of the platform do not know that a body that is a stream needs `duplex`.
  const request = new Request(url, { method, headers, body: incomingBody(incoming), duplex: "half" });
  // What somebody else has read cannot be read again: locked, it is known as such.
  if (incoming.readableDidRead) request.body?.getReader();
  return request;
}

/** HTTP/2 has the request line as headers with a colon, and `:authority` in place of `host`. */
function toHeaders({ rawHeaders, authority }) {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (!rawHeaders[at].startsWith(":")) headers.append(rawHeaders[at], rawHeaders[at + 1]);
  }
  if (authority && !headers.has("host")) headers.set("host", authority);
  return headers;
}

/** Whether a path is one that the platform does not change: none of the proxy's is. */
function asItStands(place) {
  return place.startsWith("/") && URL.canParse(BASE + place) && new URL(BASE + place).pathname === place.split(/[?#]/)[0];
}
