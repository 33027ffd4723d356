// The demo shop on Node. Its pages, flags, routes and responses are those of the Rust shop; its proxy is that of the npm
// package. Three parts are worth copying for a merchant: an `identify` that looks the sign-in up on the server, the proxy at
// one path, and a payment that never trusts the page.

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { getRequestListener } from "@hono/node-server";
import { init } from "../../../pkg/inline.js";
import { createProxy, postgresStore, setServerTimeouts, sqliteStore, toNodeListener } from "../../../pkg/proxy.js";
import { log, logLine } from "./log.js";
import { readPages } from "./page.js";
import { readSettings } from "./settings.js";
import { makeShop } from "./shop.js";
import { SignIns } from "./sign-ins.js";

/** The time limit for running requests after the shop is stopped, in milliseconds: longer than the proxy's for Ivy. */
const STOP_TIMEOUT = 10_000;

/** Returns the headers of every response. Browsers check for new files each time, because the demo is built often. */
const commonHeaders = (loginOrigins) => ({
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
  "content-security-policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; " +
    `form-action ${["'self'", ...loginOrigins].join(" ")}`,
});

/** Starts the shop and runs it until a signal. */
async function start() {
  const settings = readSettings(process.argv.slice(2), process.env);
  const { host, port, database, folders, loginEnvironment, requestsPerMinute } = settings;
  if (!existsSync(path.join(folders.package, "index.js"))) {
    log("WARN", "the package is not built, so the page works as a no-JS form only: run `cargo xtask build`");
  }
  const [pages] = await Promise.all([readPages(folders.page), init()]);
  // The origin is known once the server listens. Requests that arrive before the proxy is ready wait for it.
  let setHandler;
  const ready = new Promise((resolve) => (setHandler = resolve));
  const server = setServerTimeouts(createServer(async (request, response) => (await ready)(request, response))).listen(port, host);
  await once(server, "listening");
  // From here on a signal stops the shop in order, also before the first request.
  const stopped = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);

  const origin = settings.origin ?? `http://localhost:${server.address().port}`;
  const store = /^postgres(ql)?:/.test(database) ? postgresStore(database) : sqliteStore(database.replace(/^sqlite:/, ""));
  const signIns = await SignIns.open(store, origin.startsWith("https:"));
  const rate = requestsPerMinute && { burst: requestsPerMinute, perMinute: requestsPerMinute };
  const proxy = createProxy({
    apiKey: settings.apiKey,
    apiUrl: settings.apiUrl,
    webhookSecret: settings.webhookSecret,
    tableSecret: settings.tableSecret,
    origins: [origin],
    loginEnvironment,
    store,
    identify: async (request) => {
      const customer = await signIns.customer(request);
      // The shop verified the email address and the phone number at time 0.
      return customer ? { customerId: customer.id, email: customer.email, emailVerifiedAt: 0, phone: customer.phone, phoneVerifiedAt: 0 } : null;
    },
    log: logLine,
    ...(rate && { limits: { perOwner: rate, perAddress: rate, createsPerOwner: requestsPerMinute, createsPerAddress: requestsPerMinute } }),
  });
  const ivy = toNodeListener(proxy);
  const shop = getRequestListener(makeShop({ proxy, signIns, pages, folders, loginEnvironment }).fetch);
  const headers = Object.entries(commonHeaders(settings.loginOrigins));
  setHandler((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    return request.url.startsWith("/api/ivy/") ? ivy(request, response) : shop(request, response);
  });
  // Runs in the background, because Ivy may be slow or start later. It logs the result.
  proxy.checkListPath().catch(() => {});

  console.log(`shop: listening on ${origin}`);
  await stopped;
  const closed = once(server, "close");
  server.close();
  setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT).unref();
  await closed;
  await proxy.close();
}

start().catch((error) => {
  console.error(`shop: ${error.message}`);
  process.exit(1);
});
