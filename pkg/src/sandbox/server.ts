// The socket of a sandbox.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { coreLimits, type CoreBody, type CoreRequest, type CoreResponse, type Header } from "./core.ts";

/** The time limit for running requests after the server is stopped. */
const STOP_TIMEOUT_MS = 3000;

/** A listening server. */
export type Listening = {
  /** The origin, such as `http://127.0.0.1:8081`. */
  origin: string;
  /** Accepts no new requests, and waits for running ones. */
  stop(): Promise<void>;
};

/** Answers a request. */
export type Answer = (request: CoreRequest, body: CoreBody) => Promise<CoreResponse>;

/** Listens on a port of 127.0.0.1. Rejects if it is in use. */
export async function listen(port: number, answer: Answer): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    readBody(incoming, coreLimits().body)
      .then((body) => answer(requestOf(incoming), body))
      .then((response) => respond(incoming, outgoing, response))
      // The answer never fails, so that only the connection can.
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  // A listening TCP server has such an address.
  const { port: chosen } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${chosen}`, stop: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function requestOf(incoming: IncomingMessage): CoreRequest {
  const [path = "", ...query] = (incoming.url ?? "").split("?");
  const headers: Header[] = [];
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = incoming.rawHeaders.slice(at, at + 2);
    // Node shows each byte of a value as one character.
    headers.push([name.toLowerCase(), Buffer.from(value, "latin1").toString("utf8")]);
  }
  return { method: incoming.method ?? "", path, query: query.join("?"), headers, peer: incoming.socket.remoteAddress };
}

/** Reads a body up to a limit. */
function readBody(incoming: IncomingMessage, limit: number): Promise<CoreBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else resolve("too_long");
    });
    incoming.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    incoming.on("error", () => resolve("broke_off"));
    incoming.on("close", () => resolve("broke_off"));
  });
}

function respond(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: CoreResponse): void {
  outgoing.writeHead(status, Object.fromEntries(headers));
  outgoing.end(body);
  // The rest of a body that is too long.
  incoming.resume();
}
