// A merchant proxy on loopback with scripted faults. It speaks HTTP over plain sockets, so that it can reset a connection
// within a header, send a wrong length, or stop sending. It also serves the page, so that page and proxy have the same
// origin.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { RIGHT, http } from "./responses.mjs";

const root = new URL("../../", import.meta.url);
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", wasm: "application/wasm" };
const OPERATIONS = {
  "/data/session/create": "create",
  "/data/session/list": "list",
  "/data/session/details": "details",
  "/result": "result",
};

/** Replies as the contract says. */
export const right = (exchange) => exchange.end(http(200, exchange.right));

/** Reads the page's files at once, because other processes may build the package while tests run. */
async function pageFiles() {
  const places = { "/page.js": "tests/faults/page.js", "/pkg/index.js": "pkg/index.js", "/pkg/ivy_data_session_bg.wasm": "pkg/ivy_data_session_bg.wasm" };
  const files = { "/": Buffer.from(`<!doctype html><title>faults</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>`) };
  for (const [path, place] of Object.entries(places)) files[path] = await readFile(new URL(place, root));
  return files;
}

/** Starts the server. `host` is its name in the page's URLs. */
export async function startServer(host = "localhost") {
  const server = new Server(host, await pageFiles());
  await server.listen();
  return server;
}

class Server {
  #host;
  #files;
  #plans = [];
  #sockets = new Set();
  #port = 0;
  #server = createServer((socket) => this.#serve(socket));

  constructor(host, files) {
    this.#host = host;
    this.#files = files;
  }

  get url() {
    return `http://${this.#host}:${this.#port}`;
  }

  async listen() {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = this.#server.address().port;
  }

  /** Refuses connections until `listen` is called again. */
  async refuse() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, "close");
  }

  close = () => this.refuse();

  /**
   * Adds a proxy with its own URL. `replies` has, by operation, the function that handles a request, or an array of
   * functions for consecutive requests. The last one handles all further requests.
   */
  plan(replies = {}) {
    const plan = new Plan(`${this.url}/plan/${this.#plans.length}`, replies);
    this.#plans.push(plan);
    return plan;
  }

  #serve(socket) {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    let pending = Buffer.alloc(0);
    socket.on("data", (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      const request = read(pending);
      if (!request) return;
      pending = pending.subarray(request.size);
      this.#answer(socket, request);
    });
  }

  #answer(socket, request) {
    const [, number, path] = /^\/plan\/(\d+)(\/.*)$/.exec(request.path) ?? [];
    // A path may end with a slash, as at a proxy.
    if (number !== undefined) return this.#plans[number].answer(new Exchange(socket, request, OPERATIONS[path.replace(/\/$/, "")]));
    const file = this.#files[request.path.replace(/\?.*/, "")];
    const type = TYPES[request.path.split(".").at(-1)] ?? TYPES.html;
    socket.end(file ? http(200, file, { "content-type": type }) : http(404));
  }
}

/** Parses one complete request. Returns `undefined` if bytes are missing. */
function read(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first, ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
  const size = end + 4 + Number(headers["content-length"] ?? 0);
  if (bytes.length < size) return undefined;
  const [method, path] = first.split(" ");
  return { method, path, headers, body: bytes.toString("utf8", end + 4, size), size };
}

/** The scripted behaviour of one proxy, with the requests that it received. */
class Plan {
  /** All received requests: `{method, operation, headers, body, at}`. */
  requests = [];
  #replies;
  #open = new Set();
  #waiting = [];

  constructor(url, replies) {
    this.url = url;
    this.#replies = replies;
  }

  answer(exchange) {
    const { socket, request, operation } = exchange;
    this.#open.add(socket);
    socket.on("close", () => this.#open.delete(socket));
    this.requests.push({ ...request, operation, at: performance.now() });
    const before = this.of(operation).length - 1;
    const replies = [this.#replies[request.method === "OPTIONS" ? "preflight" : operation] ?? right].flat();
    replies[Math.min(Math.max(before, 0), replies.length - 1)](exchange);
    for (const waiting of this.#waiting) if (waiting.operation === operation) waiting.resolve();
  }

  /** Replaces the scripted replies. */
  change(replies = {}) {
    this.#replies = replies;
  }

  /** Returns the posts for one operation. Preflights, which the browser sends automatically, are left out. */
  of(operation) {
    return this.requests.filter((request) => request.operation === operation && request.method === "POST");
  }

  /** The number of posts by operation. */
  get counts() {
    const operations = this.requests.filter(({ method }) => method === "POST").map(({ operation }) => operation);
    return Object.fromEntries([...new Set(operations)].map((name) => [name, this.of(name).length]));
  }

  /** The distinct idempotency keys of all creates. The proxy makes one data session for each. */
  get keys() {
    return new Set(this.of("create").map(({ headers }) => headers["idempotency-key"]));
  }

  /** The number of open connections. */
  get open() {
    return this.#open.size;
  }

  /** Resolves when a request for the operation has arrived and the plan has handled it. */
  asked(operation) {
    return new Promise((resolve) => this.#waiting.push({ operation, resolve }));
  }
}

/** One request and its socket. */
class Exchange {
  constructor(socket, request, operation) {
    Object.assign(this, { socket, request, operation });
  }

  /** The right response body, as text. */
  get right() {
    return JSON.stringify(RIGHT[this.operation](this.request));
  }

  end(bytes) {
    this.socket.end(bytes);
  }

  /** Sends the same bytes repeatedly until the connection closes. */
  repeat(bytes, ms) {
    const timer = setInterval(() => this.socket.writable && this.socket.write(bytes), ms);
    this.socket.on("close", () => clearInterval(timer));
  }
}
