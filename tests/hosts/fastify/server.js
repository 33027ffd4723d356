// A shop on Fastify: the proxy as a plugin, beside a route whose body Fastify parses.

import { fastify } from "fastify";
import { setServerTimeouts, toFastifyPlugin } from "ivy-data-session/proxy";
import { proxy, shop } from "./ivy.js";

const app = fastify();
app.register(toFastifyPlugin(proxy()));
app.register(toFastifyPlugin(shop));
app.post("/parsed", async (request) => request.body);
app.get("/injected", async () => {
  const { statusCode } = await app.inject({ method: "POST", url: "/api/ivy/data/session/list", payload: {} });
  return { statusCode };
});

setServerTimeouts(app.server);
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
console.log(`shop: listening on ${process.env.ORIGIN}`);
