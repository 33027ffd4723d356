// Tests of pages without a tool, under the strict policy.

import { after, before, test } from "node:test";
import { serve } from "../package/packed.mjs";
import { check, checkFolder, policy } from "./browser.mjs";
import { install } from "./fixture.mjs";
import { openShop } from "./shop.mjs";

let app;
before(async () => (app = await install("page", { tools: false })));
after(() => app?.remove());

test("a module script", () => checkFolder(app.folder, "", ["page"]));

test("a module worker", () => checkFolder(app.folder, "in-worker.html", ["worker"]));

test("no connect-src but the proxy's origin, and the inline entry", async () => {
  const shop = await openShop();
  const pages = await serve(app.folder, `${policy}; connect-src ${shop.url}`);
  try {
    await check(`${pages.url}/no-fetch.html?proxy=${shop.url}/api/ivy`, shop, ["page"], { wasmLoads: 0 });
  } finally {
    shop.close();
    pages.close();
  }
});
