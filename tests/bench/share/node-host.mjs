// The proxy in Node, and beside it a handler that forwards the list unchanged.
//
// Environment: SHARE_IVY, SHARE_ORIGIN, SHARE_DATABASE.

import { createServer } from "node:http";
import { createProxy, postgresStore, sqliteStore, toNodeListener } from "../../../pkg/proxy.js";

const { SHARE_IVY: apiUrl, SHARE_ORIGIN: origin, SHARE_DATABASE: database } = process.env;
const apiKey = "api-key-made-for-the-benchmark";
const MANY = { burst: 1_000_000_000, perMinute: 1_000_000_000 };

const proxy = createProxy({
  apiUrl,
  apiKey,
  webhookSecret: "webhook-secret-made-for-the-benchmark",
  tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=",
  origins: [origin],
  basePath: "/api/ivy",
  store: database.startsWith("postgres") ? postgresStore(database) : sqliteStore(database),
  identify: async (request) => (request.headers.get("cookie") === "customer=ada" ? { customerId: "cus_ada" } : null),
  limits: { perOwner: MANY, perAddress: MANY, createsPerOwner: 1_000, createsPerAddress: 1_000 },
  log: () => {},
});
const listener = toNodeListener(proxy);

async function forward(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = { "content-type": "application/json", "x-ivy-api-key": apiKey };
  const answer = await fetch(`${apiUrl}/api/service/data/session/list`, { method: "POST", headers, body: Buffer.concat(chunks) });
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { "content-type": "application/json", "content-length": body.length }).end(body);
}

const server = createServer((request, response) => (request.url === "/forward" ? forward(request, response) : listener(request, response)));
server.listen(0, "127.0.0.1", () => console.log(`node-host: listening on http://127.0.0.1:${server.address().port}`));
process.on("SIGTERM", async () => {
  server.closeAllConnections();
  await proxy.close();
  process.exit(0);
});
