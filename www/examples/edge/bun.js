// The shop on Bun, with its sessions in a file of SQLite.

import { sqliteStore } from "ivy-data-session/proxy";
import { makeShop } from "./shop.js";

const { PORT, ORIGIN } = process.env;
const addressOf = (context) => context.env.requestIP(context.req.raw)?.address;
const { fetch, proxy } = makeShop(process.env, { store: sqliteStore("ivy.sqlite") }, addressOf);

await proxy.checkListPath();
Bun.serve({ port: Number(PORT), fetch });
console.log(`shop: listening on ${ORIGIN}`);
