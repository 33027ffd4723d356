// The shop on Deno, with its sessions in a file of SQLite.

import { sqliteStore } from "ivy-data-session/proxy";
import { makeShop } from "./shop.js";

const environment = Deno.env.toObject();
const addressOf = (context) => context.env.remoteAddr.hostname;
const { fetch, proxy } = makeShop(environment, { store: sqliteStore("ivy.sqlite") }, addressOf);

await proxy.checkListPath();
Deno.serve({ port: Number(environment.PORT), onListen: () => console.log(`shop: listening on ${environment.ORIGIN}`) }, fetch);
