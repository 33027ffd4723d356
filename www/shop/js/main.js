// The demo shop on Node: the same page, flags, routes and answers as the Rust shop, and behind it the proxy of the npm
// package. What a merchant would copy from here: an `identify` that looks the sign-in up on the server, the proxy at one
// path, and a payment that never trusts the page.

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

/** How long running requests may take after the shop was told to stop: longer than the proxy lets Ivy take. */
const FAREWELL = 10_000;

/** The headers of every answer, for those that do not set their own. Files are asked for again: the demo is built often. */
const commonHeaders = (loginOrigins) => ({
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
  "content-security-policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; " +
    `form-action ${["'self'", ...loginOrigins].join(" ")}`,
});

async function start() {
  const settings = readSettings(process.argv.slice(2), process.env);
  const { host, port, database, folders, loginEnvironment, requestsPerMinute } = settings;
  if (!existsSync(path.join(folders.package, "index.js"))) {
    log("WARN", "the package is not built, so the page works as a plain form only: run `cargo xtask build`");
  }
  const [pages] = await Promise.all([readPages(folders.page), init()]);
  // Its origin is known when it listens, all else only then: who asks before waits.
  let open;
  const ready = new Promise((resolve) => (open = resolve));
  const server = setServerTimeouts(createServer(async (request, response) => (await ready)(request, response))).listen(port, host);
  await once(server, "listening");
  // From here on a signal ends the shop in order, also one that comes before the first request.
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
      // The shop has verified address and number since it exists.
      return customer ? { customerId: customer.id, email: customer.email, emailVerifiedAt: 0, phone: customer.phone, phoneVerifiedAt: 0 } : null;
    },
    log: logLine,
    ...(rate && { limits: { perOwner: rate, perAddress: rate, createsPerOwner: requestsPerMinute, createsPerAddress: requestsPerMinute } }),
  });
  const ivy = toNodeListener(proxy);
  const shop = getRequestListener(makeShop({ proxy, signIns, pages, folders, loginEnvironment }).fetch);
  const headers = Object.entries(commonHeaders(settings.loginOrigins));
  open((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    return request.url.startsWith("/api/ivy/") ? ivy(request, response) : shop(request, response);
  });
  // Ivy may be slow or start later: nobody waits for this. It logs what it finds.
  proxy.checkListPath().catch(() => {});

  console.log(`shop: listening on ${origin}`);
  await stopped;
  const closed = once(server, "close");
  server.close();
  setTimeout(() => server.closeAllConnections(), FAREWELL).unref();
  await closed;
  await proxy.close();
}

start().catch((error) => {
  console.error(`shop: ${error.message}`);
  process.exit(1);
});
