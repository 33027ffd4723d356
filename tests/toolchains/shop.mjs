// A shop on a free port: a stub of the merchant proxy in front of the server of the pages.

import { once } from "node:events";
import { createServer, request as ask } from "node:http";

/** The origin of the bank login. */
export const bank = "https://account-check.getivy.de";

const redirectUrl = `${bank}/init?id=s2`;
const identity = { name: "Ada Example", dateOfBirth: "1985-12-10" };
const responses = {
  "/api/ivy/data/session/list": { dataSessions: [{ id: "s1", status: "complete", data: { bankName: "Test Bank", identity } }] },
  "/api/ivy/data/session/create": { id: "s2", status: "pending", referenceId: "order-1", redirectUrl },
};

/** The result of a successful `use`, in a page or without one. */
export const expectedIn = (platform) => ({
  issues: ["referenceId empty", "permissions.0 invalid_permission"],
  decoded: [["s1"], [1]],
  second: ["recalled", "Ada Example"],
  another: ["login", "requested", redirectUrl],
  elsewhere: platform === "page" ? "untrusted_redirect" : "unsupported",
});

/** The result of `draw`. */
export const expectedElement = { state: "recalled", isGerman: true, lines: ["loaded", "listed", "recalled"] };

/** The requests that `use` sends to the proxy. */
export const expectedCalls = Object.keys(responses);

/** Opens the shop. `calls` has the paths of the valid calls, in order. */
export async function openShop(pages) {
  const calls = [];
  const server = createServer((request, response) => {
    const body = responses[request.url];
    if (body) respond(request, response, body, calls);
    else if (pages) forward(request, response, pages);
    else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${server.address().port}`, calls, close };
}

/** Responds as the merchant proxy, also to a page of another origin without cookies. */
function respond(request, response, body, calls) {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-headers", "content-type, ivy-client, idempotency-key");
  if (request.method === "OPTIONS") return response.writeHead(204).end();
  const { "ivy-client": client, "content-type": type } = request.headers;
  if (request.method !== "POST" || client !== "2" || type !== "application/json") return response.writeHead(400).end();
  calls.push(request.url);
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function forward({ method, url, headers }, response, pages) {
  const passed = ask(new URL(url, pages), { method, headers }, (body) => {
    response.writeHead(body.statusCode, body.headers);
    body.pipe(response);
  });
  passed.on("error", () => response.writeHead(502).end());
  passed.end();
}
