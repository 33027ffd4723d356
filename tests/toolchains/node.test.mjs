// Tests of Node without any tool.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { install } from "./fixture.mjs";
import { expectedCalls, expectedIn, openShop } from "./shop.mjs";

let app;
before(async () => (app = await install("node", { tools: false })));
after(() => app?.remove());

for (const [kind, file] of [["an ES module", "module.js"], ["CommonJS", "common.cjs"]]) {
  test(kind, async () => {
    const shop = await openShop();
    try {
      const { stdout } = await app.run("node", [file], { SHOP: shop.url });
      assert.deepEqual(JSON.parse(stdout), expectedIn("Node"));
      assert.deepEqual(shop.calls, expectedCalls);
    } finally {
      shop.close();
    }
  });
}
