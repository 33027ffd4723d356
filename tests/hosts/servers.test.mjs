// Express, and Hono on Node, without a bundler: each in every Node at hand.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { drive, installExample, nodes, openBank, startShop } from "./host.mjs";

for (const name of ["express", "hono"]) {
  describe(name, () => {
    let app;
    before(async () => (app = await installExample(name)));
    after(() => app?.remove());

    for (const [version, node] of nodes) {
      test(version, async (t) => {
        const bank = await openBank();
        t.after(() => bank.world.close());
        // The table is read by the next Node as it was left by the one before.
        const shop = await startShop(app.folder, node, bank.environment);
        t.after(shop.stop);
        await drive(bank, "/sign-in");
        const logged = shop.output.join("\n");
        assert.match(logged, /"operation":"create"/);
        for (const secret of [bank.world.key, bank.world.secret, "ada@example.com", "cus_ada"]) assert.ok(!logged.includes(secret));
      });
    }
  });
}
