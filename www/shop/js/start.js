// The start of the demo shop on Node, over the npm package. Three parts are worth copying for a merchant: an `identify` that
// looks the sign-in up on the server, the proxy at one path, and a payment that never trusts the page.

import { createServer } from "node:http";
import { once } from "node:events";
import { send, toRequest } from "./http.js";
import { logLine, setLowestLevel } from "./log.js";
import { readPages } from "./page.js";
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

/**
 * Starts the shop. Returns its origin, and a function that accepts no new requests and waits for running ones.
 *
 * @param ivy the functions of `ivy-data-session` and `ivy-data-session/proxy`
 * @param settings as `readSettings` returns them
 */
export async function startShop(ivy, settings) {
  const { host, port, database, folders, loginEnvironment, requestsPerMinute } = settings;
  setLowestLevel(settings.lowestLevel);
  const [pages] = await Promise.all([readPages(folders.page), ivy.init()]);
  const store = /^postgres(ql)?:/.test(database) ? ivy.postgresStore(database) : ivy.sqliteStore(database.replace(/^sqlite:/, ""));
  const signIns = await SignIns.open(store, settings.origin?.startsWith("https:") ?? false);
  // The origin is known once the server listens. Requests that arrive before the proxy is ready wait for it.
  let setHandler;
  const ready = new Promise((resolve) => (setHandler = resolve));
  const server = ivy.setServerTimeouts(createServer(async (request, response) => (await ready)(request, response))).listen(port, host);
  await once(server, "listening");

  const origin = settings.origin ?? `http://localhost:${server.address().port}`;
  const rate = requestsPerMinute && { burst: requestsPerMinute, perMinute: requestsPerMinute };
  const proxy = ivy.createProxy({
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
  const toBank = ivy.toNodeListener(proxy);
  const shop = makeShop({ ivy, proxy, signIns, pages, folders, loginEnvironment });
  const toShop = async (incoming, outgoing) => send(await shop(await toRequest(incoming)), incoming, outgoing);
  const headers = Object.entries(commonHeaders(settings.loginOrigins));
  setHandler((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (request.url.startsWith("/api/ivy/")) return toBank(request, response);
    // The shop answers every request, so that only the connection can fail.
    toShop(request, response).catch(() => response.destroy());
  });
  // Runs in the background, because Ivy may be slow or start later. It logs the result.
  proxy.checkListPath().catch(() => {});

  const stop = async () => {
    const closed = once(server, "close");
    server.close();
    setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT).unref();
    await closed;
    await proxy.close();
  };
  return { origin, stop };
}
