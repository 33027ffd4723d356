// Tests of Next (app router): a server component and a client component, built by both of its bundlers and started.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { check, policy } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";
import { openShop } from "./shop.mjs";

const next = "next/dist/bin/next";

let app;
let shop;
before(async () => {
  app = await install("next");
  shop = await openShop();
});
after(async () => {
  shop?.close();
  await app?.remove();
});

for (const bundler of ["turbopack", "webpack"]) {
  test(bundler, async () => {
    // The build contains the shop's URL.
    const env = { SHOP: shop.url, POLICY: policy, OUTPUT: `built-${bundler}` };
    await app.run(next, ["build", `--${bundler}`], env);
    assert.equal((await wasmFiles(path.join(app.folder, env.OUTPUT, "static"))).length, 1);
    const server = await app.start(next, ["start", "--port", "0"], env);
    try {
      const html = await (await fetch(server.url)).text();
      assert.match(html, /<p id="server">referenceId empty<\/p>.*<button type="button">idle<\/button>/s);
      await check(server.url, shop, ["page"]);
    } finally {
      await server.stop();
    }
  });
}
