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

start().catch((error) => {
  console.error(`shop: ${error.message}`);
  process.exit(1);
});
