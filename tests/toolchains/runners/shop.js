// A merchant's own server: the proxy, and a checkout that works without scripts.

import { once } from "node:events";
import { createServer } from "node:http";
import { createProxy, returnNonce, sqliteStore, toNodeListener } from "ivy-data-session/proxy";

/** Starts the shop. `ivy` has `apiUrl`, `apiKey` and `webhookSecret`. */
export async function startShop(ivy) {
  const server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://localhost:${server.address().port}`;
  const proxy = createProxy({
    ...ivy,
    tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=", // made for tests
    origins: [origin],
    loginEnvironment: "local",
    store: sqliteStore(":memory:"),
    identify: () => ({ customerId: "cus_ada", email: "ada@example.com", emailVerifiedAt: 0 }),
    log: () => {},
  });
  const toProxy = toNodeListener(proxy);

  async function answer(request, response) {
    if (request.url.startsWith("/api/ivy/")) return toProxy(request, response);
    response.setHeader("content-type", "text/html");
    const url = new URL(request.url, origin);
    if (url.pathname === "/plain/done") return response.end(`<p id="result">${await result(request, url)}</p>`);
    if (url.pathname !== "/plain/return") return response.end(`<form action="/api/ivy/start" method="post"><input name="permissions" value="identity"><button id="pay">Pay by bank</button></form>`);
    response.end(`<form action="/plain/done" method="post"><input name="ivy" value="${returnNonce(url.href)}"><button id="go-on">Continue</button></form>`);
  }

  /** Returns the status of the login whose nonce the form posts. */
  async function result(incoming, url) {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const post = await proxy.checkFormPost(new Request(url, { method: "POST", headers: incoming.headers, body }));
    const login = await proxy.presentNonce(post, new URLSearchParams(body).get("ivy"));
    return `${login.status} ${login.session?.data?.identity?.name ?? ""}`.trim();
  }

  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await proxy.close();
  };
  return { origin, stop };
}
