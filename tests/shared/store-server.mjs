// A store of the proxy behind HTTP, for proxies in runtimes without files and sockets (`remote-store.mjs`).

import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** Serves the statements of a store on a free port of this machine. */
export async function serveStore(store) {
  const server = createServer(async (request, response) => {
    const { kind, sql, values } = JSON.parse(await text(request));
    const told = await store[kind](sql, values).then(
      (result) => ({ result }),
      ({ fault, reason }) => ({ error: { fault, reason } }),
    );
    response.end(JSON.stringify(told));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
