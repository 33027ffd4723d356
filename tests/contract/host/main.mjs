// The JavaScript proxy for the contract suite. The first line of stdin holds the settings. Each later line is a call of the
// shop's own server, whose result is one line on stdout. The log goes to stderr. The process ends with its stdin.

import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createProxy, postgresStore, sqliteStore, toNodeListener } from "../../../pkg/proxy.js";
import { customerOf } from "./customers.mjs";
import { optionsOf } from "./options.mjs";

const BASE_PATH = "/api/ivy";

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Starts the proxy on a free port. */
async function start({ database, settings }) {
  const store = /^postgres(ql)?:/.test(database) ? postgresStore(database) : sqliteStore(database);
  const log = (line) => process.stderr.write(`${line}\n`);
  const proxy = createProxy({ ...optionsOf(settings), store, log, identify: customerOf, basePath: BASE_PATH });
  // The first statement creates the tables: if that fails, the start fails.
  await proxy.hasReleased(from("shop_customer=ada"));
  const server = createServer(toNodeListener(proxy)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await proxy.close();
  };
  return { proxy, url: `http://127.0.0.1:${server.address().port}${BASE_PATH}`, stop };
}

/** Returns a request to the shop's own server, with these cookies. */
const from = (cookies) => new Request("http://localhost:3000/", { headers: cookies ? { cookie: cookies } : {} });

/** Returns the request as a post from a page of the shop. */
const postedBy = (request) => {
  const headers = new Headers(request.headers);
  headers.set("origin", "http://localhost:3000");
  headers.set("content-type", "application/json");
  headers.set("ivy-client", "1");
  return new Request(request.url, { method: "POST", headers, body: "{}" });
};

/** The calls of a shop's own server. */
const calls = {
  checkListPath: (proxy) => proxy.checkListPath(),
  check: (proxy, request, url) => proxy.check(url === undefined ? {} : { url }),
  health: (proxy) => proxy.health(),
  metrics: (proxy) => proxy.metrics(),
  hasReleased: (proxy, request) => proxy.hasReleased(request),
  releaseAccount: (proxy, request, choice) => proxy.releaseAccount(request, choice),
  presentNonce: async (proxy, request, nonce) => proxy.presentNonce(await proxy.checkJsonPost(postedBy(request)), nonce),
  login: async (proxy, request, referenceId) => proxy.login(await proxy.checkJsonPost(postedBy(request)), referenceId),
  endGuest: (proxy, request) => proxy.endGuest(request),
  exportCustomer: async (proxy, request) => proxy.exportCustomer(await customerOf(request)),
  reassignCustomer: (proxy, request, { from, to }) => proxy.reassignCustomer(from, to),
  lockBefore: (proxy, request, moment) => proxy.lockBefore(moment),
  sweep: (proxy) => proxy.sweep(),
  renew: (proxy, request, secrets) => proxy.renew(secrets).then(() => null, ({ message }) => message),
  forgetCustomer: async (proxy, request) => proxy.forgetCustomer(await customerOf(request)),
};

const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
try {
  const first = JSON.parse((await lines.next()).value);
  let running = await start(first);
  say({ url: running.url });
  for await (const line of lines) {
    const { call, cookies = "", choice } = JSON.parse(line);
    if (call === "restart") {
      await running.stop();
      running = await start(first);
      say({ result: running.url });
      continue;
    }
    try {
      say({ result: await calls[call](running.proxy, from(cookies), choice) });
    } catch (error) {
      const { status = 0, code, retryAfter } = error;
      if (code === undefined) throw error;
      say({ refused: { status, code, retryAfter } });
    }
  }
  process.exit(0);
} catch (error) {
  say({ error: error.message });
  process.exit(1);
}
