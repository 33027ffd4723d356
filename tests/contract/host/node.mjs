// The JavaScript proxy in this Node.

import { once } from "node:events";
import { createServer } from "node:http";
import { createProxy, postgresStore, sqliteStore, toNodeListener } from "../../../pkg/proxy.js";
import { answer, from } from "./calls.mjs";
import { customerOf } from "./customers.mjs";
import { BASE_PATH, optionsOf } from "./options.mjs";

/** Returns the store of a database. */
export const storeOf = (database) => (/^postgres(ql)?:/.test(database) ? postgresStore(database) : sqliteStore(database));

/** Starts the proxy on a free port. */
export async function start({ database, settings }) {
  const log = (line) => process.stderr.write(`${line}\n`);
  const proxy = createProxy({ ...optionsOf(settings), store: storeOf(database), log, identify: customerOf, basePath: BASE_PATH });
  // The first statement creates the tables: if that fails, the start fails.
  await proxy.hasReleased(from("shop_customer=ada"));
  const server = createServer(toNodeListener(proxy)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await proxy.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}${BASE_PATH}`, answer: (question) => answer(proxy, question), stop };
}
