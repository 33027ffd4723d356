// The demo shop on Node as a program. Its pages, flags, routes and responses are those of the Rust shop; its proxy is that of
// the npm package.

import { existsSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";
import * as library from "../../../pkg/inline.js";
import * as server from "../../../pkg/proxy.js";
import { log } from "./log.js";
import { readSettings } from "./settings.js";
import { startShop } from "./start.js";

/** Starts the shop and runs it until a signal. */
async function start() {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (!existsSync(path.join(settings.folders.package, "index.js"))) {
    log("WARN", "the package is not built, so the page works as a no-JS form only: run `cargo xtask build`");
  }
  // A signal stops the shop in order, also before the first request.
  const stopped = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const shop = await startShop({ ...library, ...server }, settings);
  console.log(`shop: listening on ${shop.origin}`);
  await stopped;
  await shop.stop();
}

/** The options of the proxy, each with the variable or the flag that sets it. */
const SET_BY = {
  apiUrl: "IVY_API_URL",
  apiKey: "IVY_API_KEY",
  webhookSecret: "IVY_SIGNING_SECRET",
  tableSecret: "IVY_TABLE_SECRET",
  "origins[0]": "--origin",
};

/** Returns a sentence of the proxy with the variable or the flag that sets its option. */
function asSet(sentence) {
  return sentence.replace(/^createProxy: ([\w[\]]+)|^sqliteStore|^postgresStore/, (whole, option = "") => SET_BY[option] ?? (option ? whole : "--database"));
}

start().catch((error) => {
  console.error(`shop: ${asSet(error.message)}`);
  process.exit(1);
});
