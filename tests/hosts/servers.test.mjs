// Tests the examples that need no bundler, each in every available version of Node, and the code in the README.

import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { findSnippets } from "../package/snippets.mjs";
import { Visitor } from "../proxy/test-env.mjs";
import { drive, driveRendered, installExample, nodes, openBank, startShop } from "./host.mjs";

for (const name of ["express", "express-rendered", "hono"]) {
  describe(name, () => {
    let app;
    before(async () => (app = await installExample(name)));
    after(() => app?.remove());

    for (const [version, node] of nodes) {
      test(version, async (t) => {
        const bank = await openBank();
        t.after(() => bank.testEnv.close());
        // Start with an empty database. A table belongs to one secret; with another one no old row is recognised.
        for (const end of ["", "-wal", "-shm"]) await rm(path.join(app.folder, `ivy.sqlite${end}`), { force: true });
        const shop = await startShop(app.folder, node, bank.environment);
        t.after(shop.stop);
        await drive(bank);
        if (name === "express-rendered") await driveRendered(bank);
        const logged = shop.output.join("\n");
        for (const operation of ["create", "callback"]) assert.match(logged, new RegExp(`"operation":"${operation}".*"status":200`));
        for (const secret of [bank.testEnv.key, bank.testEnv.secret, "ada@example.com", "cus_ada"]) assert.ok(!logged.includes(secret));
      });
    }
  });
}

test("the README's code responds to a guest", async (t) => {
  const app = await installExample("express");
  t.after(app.remove);
  const [{ code }] = (await findSnippets()).hosts.filter(({ file }) => file === "README.md");
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  // Supply the parts that the README leaves to the reader: an app that listens, a sign-in, and the shop's origin.
  const before = `
    import express from "express";
    const app = express();
    const customerOf = async () => null;
    app.listen(process.env.PORT, () => console.log("shop: listening on " + process.env.ORIGIN));\n`;
  await writeFile(path.join(app.folder, "server.js"), before + code.replace("https://shop.example", bank.url));
  const shop = await startShop(app.folder, process.execPath, bank.environment);
  t.after(shop.stop);
  const answer = await new Visitor(bank.url).call("/data/session/list", {});
  assert.deepEqual([answer.status, answer.body], [200, { dataSessions: [] }]);
});
