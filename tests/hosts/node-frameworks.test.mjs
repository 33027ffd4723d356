// Tests the recipes for frameworks that run on Node's own server, or that make requests of events: a whole visit on each.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { driveShop, installShop, openBank, startShop } from "./host.mjs";

let app;
before(async () => (app = await installShop("node-frameworks")));
after(() => app?.remove());

const parsesBodies = async ({ url }) => {
  const response = await fetch(`${url}/parsed`, { method: "POST", body: '{"parsed":true}', headers: { "content-type": "application/json" } });
  assert.deepEqual(await response.json(), { parsed: true });
};

const ROWS = [
  ["Koa, before a body parser", "koa.js", {}, parsesBodies],
  ["Koa, behind a body parser and mounted", "koa.js", { PARSED: "true" }, parsesBodies],
  ["Nest, before app.init()", "nest.js", { MOUNT: "early" }, parsesBodies],
  ["Nest, after app.init()", "nest.js", { MOUNT: "late" }, parsesBodies],
  ["Google Cloud Functions, which hand over rawBody", "raw-body.js"],
  ["Lambda by serverless-http, format 1.0", "lambda.js", { HANDLER: "serverless", FORMAT: "1.0" }],
  ["Lambda by serverless-http, format 2.0", "lambda.js", { HANDLER: "serverless", FORMAT: "2.0" }],
  ["Lambda by Hono, format 1.0", "lambda.js", { HANDLER: "hono", FORMAT: "1.0" }],
  ["Lambda by Hono, format 2.0", "lambda.js", { HANDLER: "hono", FORMAT: "2.0" }],
];

for (const [name, program, environment, more] of ROWS) {
  test(name, async (t) => {
    const bank = await openBank();
    t.after(() => bank.testEnv.close());
    // Start with an empty database: a table belongs to one secret.
    for (const end of ["", "-wal", "-shm"]) await rm(path.join(app.folder, `ivy.sqlite${end}`), { force: true });
    const shop = await startShop(app.folder, process.execPath, { ...bank.environment, ...environment }, program);
    t.after(shop.stop);
    await driveShop(bank);
    await more?.(bank);
  });
}
