// Tests the recipe for SvelteKit: built, and run in Node.

import { after, before, test } from "node:test";
import { driveBuilt, installShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("sveltekit")));
after(() => app?.remove());

test("a route", (t) =>
  driveBuilt(t, async (environment) => {
    // The build contains the site's origin.
    await app.run("vite/bin/vite.js", ["build", "--logLevel", "warn"], { ORIGIN: environment.ORIGIN });
    return app.start("node", ["build/index.js"], environment);
  }));
