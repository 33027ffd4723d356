// The shop on Cloudflare Workers, with its sessions in D1.

import { d1Store } from "ivy-data-session/proxy";
import { makeShop } from "./shop.js";

let made;

/** Returns the shop. It is made once in each instance of the worker. */
const shop = (env) => (made ??= makeShop(env, { store: d1Store(env.DB), addressHeader: "cf-connecting-ip" }));

export default {
  fetch: (request, env, context) => shop(env).fetch(request, env, context),
  // Timers end with a request, so that a cron trigger removes what has expired.
  scheduled: (_, env) => shop(env).proxy.sweep(),
};
