// Requests to Ivy in Node. Node's own client is used and not `fetch`, which does not tell if the connection was ever open: only a
// connection that was not tells for sure that Ivy created nothing.

import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import type { Header, IvyResponse } from "../core/host.ts";
import { faultError, isFault, type FaultCode } from "../errors/fault.ts";
import { property } from "../property.ts";
import { ivyUrl } from "./ivy-url.ts";

/** A connection that is idle for longer may be closed by the other side at the moment of the next request. */
const IDLE_MS = 10_000;

const AGENTS = {
  https: new https.Agent({ keepAlive: true, timeout: IDLE_MS }),
  http: new http.Agent({ keepAlive: true, timeout: IDLE_MS }),
};

/**
 * Posts a body and returns the response, whatever its status; redirects are not followed. Of a response that is not a
 * success only status and headers are read: its body may quote what was sent.
 *
 * @param url https, or http on this machine
 * @param connectMs the time until the connection is open
 * @param deadlineMs the time until the response's last byte
 * @param limit the longest response, in bytes
 * @returns a promise that rejects with the fault `not_reached`, `not_reached_in_time`, `took_too_long`, `broke_off` or
 *   `too_long`
 */
export function post(
  url: string,
  headers: readonly Header[],
  body: string,
  connectMs: number,
  deadlineMs: number,
  limit: number,
): Promise<IvyResponse> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    let request: http.ClientRequest | undefined;
    const timers: NodeJS.Timeout[] = [];
    const end = () => timers.forEach((timer) => clearTimeout(timer));
    const fail = (fault: FaultCode) => {
      end();
      reject(faultError(fault));
      request?.destroy();
    };
    const broken = () => fail(isConnected ? "broke_off" : "not_reached");
    try {
      request = start(url, headers, body);
    } catch {
      return broken();
    }
    timers.push(setTimeout(() => isConnected || fail("not_reached_in_time"), connectMs));
    timers.push(setTimeout(() => fail(isConnected ? "took_too_long" : "not_reached_in_time"), deadlineMs));
    request.on("error", broken);
    whenConnected(request, () => (isConnected = true));
    request.on("response", (response) => {
      const done = (bytes: Uint8Array) => {
        end();
        resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), bytes });
      };
      read(response, limit).then(done, (error: unknown) => fail(isFault(error) ? error.fault : "broke_off"));
    });
  });
}

function start(url: string, headers: readonly Header[], body: string): http.ClientRequest {
  const target = ivyUrl(url);
  const bytes = Buffer.from(body);
  const options = { method: "POST", headers: { ...Object.fromEntries(headers), "content-length": bytes.length } };
  const request = target.protocol === "https:"
    ? https.request(target, { ...options, agent: AGENTS.https })
    : http.request(target, { ...options, agent: AGENTS.http });
  request.end(bytes);
  return request;
}

/** Calls `then` when the connection is open, with TLS when it is encrypted. */
function whenConnected(request: http.ClientRequest, then: () => void): void {
  request.once("socket", (socket: Socket) => {
    if (request.reusedSocket) then();
    else socket.once(property(socket, "encrypted") ? "secureConnect" : "connect", then);
  });
}

async function read(response: http.IncomingMessage, limit: number): Promise<Uint8Array> {
  const status = response.statusCode ?? 0;
  if (status < 200 || status >= 300) {
    // The body is not read, and the connection not used again.
    response.on("error", () => {});
    response.destroy();
    return new Uint8Array();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > limit) throw faultError("too_long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function pairs(raw: readonly string[]): Header[] {
  return raw.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));
}
