// Asks an Ivy that never answers for a session, and prints the log.

import { createProxy, sqliteStore } from "ivy-data-session/proxy";

const proxy = createProxy({
  apiKey: "made-for-tests",
  apiUrl: process.env.IVY_API_URL,
  webhookSecret: "made-for-tests-too",
  tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=",
  origins: ["http://localhost:3000"],
  store: sqliteStore(":memory:"),
  identify: () => ({ customerId: "cus_ada" }),
  deadlines: { connectMs: 100, createMs: 1000 },
});
const headers = { origin: "http://localhost:3000", "content-type": "application/json", "ivy-client": "1", "idempotency-key": "the-first-click" };
const request = new Request("http://localhost:3000/api/ivy/data/session/create", { method: "POST", headers, body: JSON.stringify({ permissions: ["identity"] }) });
await proxy(request);
await proxy.close();
console.log("slow: listening on nothing");
setInterval(() => {}, 1000);
