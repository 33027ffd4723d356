// Tests the recipe for React Router as a framework: built, and run by its own server.

import { after, before, test } from "node:test";
import { driveBuilt, installShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("react-router", "react-router")));
after(() => app?.remove());

test("a resource route", async (t) => {
  await app.run("@react-router/dev/bin.js", ["build"]);
  await driveBuilt(t, (environment) => app.start("@react-router/serve/bin.js", ["build/server/index.js"], environment));
});
