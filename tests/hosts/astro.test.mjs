// Tests the recipe for Astro: built, and run in Node.

import { after, before, test } from "node:test";
import { driveBuilt, installShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("astro")));
after(() => app?.remove());

test("a route", async (t) => {
  await app.run("astro/bin/astro.mjs", ["build"]);
  await driveBuilt(t, (environment) => app.start("node", ["dist/server/entry.mjs"], environment));
});
