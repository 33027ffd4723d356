// Tests the recipe for Nuxt, whose server is h3: built, and run in Node.

import { after, before, test } from "node:test";
import { driveBuilt, installShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("nuxt", "nuxt")));
after(() => app?.remove());

test("a route", async (t) => {
  await app.run("nuxt/bin/nuxt.mjs", ["build"]);
  await driveBuilt(t, (environment) => app.start("node", [".output/server/index.mjs"], environment));
});
