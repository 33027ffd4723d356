// Tests of Vite, the newest and the oldest supported version: built, and in development.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { check, checkFolder, policy } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";
import { openShop } from "./shop.mjs";

const vite = "vite/bin/vite.js";

for (const name of ["vite-8", "vite-5"]) {
  describe(name, () => {
    let app;
    before(async () => (app = await install(name)));
    after(() => app?.remove());

    test("build", async () => {
      await app.run(vite, ["build", "--logLevel", "warn"]);
      const dist = path.join(app.folder, "dist");
      assert.equal((await wasmFiles(dist)).length, 1);
      await checkFolder(dist, "", ["page", "worker"]);
    });

    test("development", async () => {
      const shop = await openShop();
      const server = await app.start(vite, ["--port", "0"], { SHOP: shop.url, POLICY: policy });
      try {
        await check(server.url, shop, ["page", "worker"]);
      } finally {
        await server.stop();
        shop.close();
      }
    });
  });
}
