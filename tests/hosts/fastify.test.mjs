// Tests the plugin for Fastify: a whole visit, and routes beside it whose bodies Fastify parses.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { driveShop, installShop, openBank, startShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("fastify")));
after(() => app?.remove());

test("a plugin", async (t) => {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const shop = await startShop(app.folder, process.execPath, bank.environment);
  t.after(shop.stop);
  await driveShop(bank);

  // A page's request without a body or a content type, and one whose body Fastify would refuse.
  for (const [type, body] of [[undefined, undefined], ["application/json", "{"], ["text/odd", "x"]]) {
    const { status } = await fetch(`${bank.url}/api/ivy/data/session/list`, { method: "POST", body, headers: type ? { "content-type": type } : {} });
    assert.equal(status, 403, type);
  }
  // The shop's own routes are still parsed, also after the proxy's.
  const headers = { "content-type": "application/json" };
  const parsed = await fetch(`${bank.url}/parsed`, { method: "POST", body: '{"a":1}', headers });
  assert.deepEqual(await parsed.json(), { a: 1 });
  assert.equal((await fetch(`${bank.url}/parsed`, { method: "POST", body: "{", headers })).status, 400);
  // Fastify's own test requests have no connection.
  const injected = await fetch(`${bank.url}/injected`);
  assert.deepEqual(await injected.json(), { statusCode: 403 });
});
