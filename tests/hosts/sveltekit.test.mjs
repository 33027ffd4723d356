// Tests the recipe for SvelteKit: built, and run in Node.

import { after, before, test } from "node:test";
import { driveBuilt, installShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("sveltekit")));
after(() => app?.remove());

test("a route", async (t) => {
  await app.run("vite/bin/vite.js", ["build", "--logLevel", "warn"]);
  await driveBuilt(t, (environment) => app.start("node", ["build/index.js"], environment));
});
