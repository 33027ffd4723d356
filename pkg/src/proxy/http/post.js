/**
 * Asking Ivy. Node's own client is used and not `fetch`, which does not tell whether the connection ever stood: only where
 * it did not is it known that Ivy created nothing.
 */
import http from "node:http";
import https from "node:https";
import { clearTimeout, setTimeout } from "node:timers";
import { faulty } from "../errors/fault.js";

/** A connection that is idle for longer may be closed by the other side at the moment of the next request. */
const IDLE_MS = 10_000;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const clients = {
  "https:": { request: https.request, agent: new https.Agent({ keepAlive: true, timeout: IDLE_MS }), connected: "secureConnect" },
  "http:": { request: http.request, agent: new http.Agent({ keepAlive: true, timeout: IDLE_MS }), connected: "connect" },
};

/**
 * Posts a body and gives the answer, whatever it says; redirects are not followed. Of a refusal only status and headers
 * are read: its body may quote what was sent.
 *
 * @param {string} url https, or http on this machine
 * @param {[string, string][]} headers
 * @param {string} body
 * @param {number} connectMs until the connection stands
 * @param {number} deadlineMs until the answer's last byte
 * @param {number} longest of the answer, in bytes
 * @returns {Promise<{status: number, headers: [string, string][], bytes: Uint8Array}>} rejects with `fault`:
 *   `not_reached`, `not_reached_in_time`, `took_too_long`, `broke_off` or `too_long`
 */
export function post(url, headers, body, connectMs, deadlineMs, longest) {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    let request;
    const timers = [];
    const end = () => timers.forEach(clearTimeout);
    const fail = (fault) => {
      end();
      reject(faulty(fault));
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
    request.on("response", (answer) => {
      const done = (bytes) => {
        end();
        resolve({ status: answer.statusCode ?? 0, headers: pairs(answer.rawHeaders), bytes });
      };
      read(answer, longest).then(done, (error) => fail(error.fault));
    });
  });
}

/** @returns {import("node:http").ClientRequest} */
function start(url, headers, body) {
  const place = new URL(url);
  const client = clients[place.protocol];
  if (place.protocol !== "https:" && !LOOPBACK.test(place.hostname)) throw new TypeError("expected https");
  const bytes = Buffer.from(body);
  const request = client.request(place, {
    method: "POST",
    agent: client.agent,
    headers: { ...Object.fromEntries(headers), "content-length": bytes.length },
  });
  request.end(bytes);
  return request;
}

function whenConnected(request, then) {
  request.once("socket", (socket) => {
    if (request.reusedSocket) then();
    else socket.once(socket.encrypted ? clients["https:"].connected : clients["http:"].connected, then);
  });
}

/** @returns {Promise<Uint8Array>} */
async function read(answer, longest) {
  if (answer.statusCode < 200 || answer.statusCode >= 300) {
    // What is sent is not looked at, and the connection not used again.
    answer.on("error", () => {});
    answer.destroy();
    return new Uint8Array();
  }
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of answer) {
      length += chunk.length;
      if (length > longest) throw faulty("too_long");
      chunks.push(chunk);
    }
  } catch (error) {
    throw error.fault ? error : faulty("broke_off");
  }
  return Buffer.concat(chunks);
}

/** @returns {[string, string][]} */
function pairs(raw) {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]]] : []));
}
