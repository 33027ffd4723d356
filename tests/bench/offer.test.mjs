// Tests that the pages of the benchmark show the same account, and with which requests.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchChromium } from "../engines/engine.mjs";
import { PAGES } from "./offer/pages.mjs";
import { serveShop } from "./offer/server.mjs";
import { NETWORKS, Shopper } from "./offer/visit.mjs";

let shop;
let browser;
before(async () => {
  shop = await serveShop();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  shop?.close();
});

for (const { id, name, isRendered } of PAGES) {
  test(`${name}: the account is shown, after one list, also with a warm cache`, async () => {
    const shopper = await Shopper.open(browser, NETWORKS["not throttled"]);
    const paths = ({ requests }) => requests.map(({ path }) => path);
    try {
      const lists = shop.lists;
      const cold = await shopper.visit(`${shop.url}/${id}`);
      assert.match(await shopper.shown(), /^Test Bank, account ending in \w{4}$/);
      assert.equal(shop.lists - lists, isRendered ? 0 : 1);
      await shopper.leave();
      const warm = await shopper.visit(`${shop.url}/${id}`);
      assert.equal(shop.lists - lists, isRendered ? 0 : 2);
      assert.ok(paths(cold).includes(`/assets/${id}.js`));
      assert.deepEqual(paths(warm), [`/${id}`, ...(isRendered ? [] : ["/api/ivy/data/session/list"])]);
      assert.ok(cold.time > 0 && cold.cpu > 0 && warm.bytes > 0 && warm.bytes < cold.bytes);
    } finally {
      await shopper.close();
    }
  });
}
