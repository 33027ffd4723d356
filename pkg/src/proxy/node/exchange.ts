// One request of Node's server: converted for the proxy, and answered.

import { setImmediate, setTimeout } from "node:timers";
import { unreadable } from "../http/response.ts";
import type { Proxy } from "../proxy.ts";
import type { Connection, NodeRequest, NodeResponse } from "./messages.ts";
import { isForProxy } from "./own-paths.ts";
import { toRequest, type Kept } from "./request.ts";

/** The time in which a client can read the response while its body still arrives, in milliseconds. */
const GRACE_MS = 5000;

/** The longest rest of an unneeded body that is read, in bytes, so that its connection can be used again. */
const LONGEST_REST = 16 * 1024;

/** Headers of a connection of HTTP/1.1. HTTP/2 has none of them (RFC 9113, 8.2.2). */
const OF_CONNECTION = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/**
 * Answers a request.
 *
 * @param next is called in place of an answer if the path is none of the proxy's
 * @param kept the parts of the request that a framework keeps outside of it
 * @returns a promise that resolves when the response is handed over; it never rejects
 */
export function exchange(
  proxy: Proxy,
  incoming: NodeRequest,
  outgoing: NodeResponse,
  next?: () => unknown,
  kept?: Kept,
): Promise<void> {
  // A client that hangs up is no error of the server's.
  outgoing.on?.("error", () => {});
  const request = attempt(incoming, kept);
  // Within a framework all other paths are for the shop's own routes.
  if (next && !(request && isForProxy(proxy, request.url))) {
    next();
    return Promise.resolve();
  }
  outgoing.once("finish", () => {
    // In HTTP/2 the request is a view of its stream, which would stay open.
    if (isUnread(incoming)) setTimeout(() => (incoming.stream ?? incoming).destroy(), GRACE_MS).unref();
  });
  const respond = async () => (request ? proxy(request, { address: incoming.socket?.remoteAddress }) : unreadable());
  const response = isHttp2(incoming) || !incoming.socket ? respond() : inTurn(incoming.socket, outgoing, respond);
  return send(response, incoming, outgoing).catch(() => void outgoing.destroy());
}

/** Returns nothing for a request of which no `Request` can be made. An error thrown here would end the process. */
function attempt(incoming: NodeRequest, kept: Kept | undefined): Request | undefined {
  try {
    return toRequest(incoming, kept);
  } catch {
    return undefined;
  }
}

function isHttp2(incoming: NodeRequest): boolean {
  return incoming.httpVersionMajor >= 2;
}

/** Returns true while the body still arrives. Requests that were made without a connection have no such state. */
function isUnread(incoming: NodeRequest): boolean {
  return incoming.complete === false;
}

/** The end of the last response of a connection. */
const lastOf = new WeakMap<Connection, Promise<void>>();

/**
 * Begins a request when the response before it is sent. Node hands out at once what a client sends without waiting, and a
 * client that does not read could pile up a thousand responses.
 */
async function inTurn(socket: Connection, outgoing: NodeResponse, respond: () => Promise<Response>): Promise<Response> {
  const before = lastOf.get(socket);
  lastOf.set(socket, new Promise((resolve) => void outgoing.once("close", resolve)));
  await before;
  return respond();
}

async function send(responding: Promise<Response>, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  const response = await responding;
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie" && !(isHttp2(incoming) && OF_CONNECTION.includes(name))) outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  if (isUnread(incoming)) {
    // Told with the response, or a client would send its next request on a connection that is about to end.
    const mayBeLong = !(Number(incoming.headers["content-length"]) <= LONGEST_REST);
    if (!isHttp2(incoming) && mayBeLong) endGently(incoming.socket, outgoing);
    readRest(incoming, outgoing);
  }
  outgoing.end(body);
}

/**
 * Ends the connection behind the response, for writing alone: destroyed with unread bytes, as Node does it, the connection is
 * reset, and the other side may never read the response.
 */
function endGently(socket: Connection, outgoing: NodeResponse): void {
  outgoing.setHeader("connection", "close");
  socket.destroySoon = () => socket.end();
}

/**
 * Reads the rest of a body that nobody needs, and no more than is allowed. Node would read all of it, and the bytes stay in
 * memory until the garbage is collected.
 */
function readRest(incoming: NodeRequest, outgoing: NodeResponse): void {
  const { socket } = incoming;
  let left = LONGEST_REST;
  const stop = () => {
    incoming.off("data", read);
    incoming.pause();
    if (isHttp2(incoming)) return;
    // A socket that was resumed in this turn would go on all the same.
    setImmediate(() => socket.pause());
    // The other side must not send its next request on this connection.
    if (outgoing.writableFinished) socket.end();
    else outgoing.once("finish", () => (incoming.pause(), socket.end()));
  };
  const read = (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) stop();
  };
  // Node has already buffered more than that, and has stopped reading.
  if (incoming.readableLength > left) return stop();
  incoming.on("data", read);
  incoming.resume();
}
