// Tests the guide's list "Before you go live": mistakes are refused or logged as it says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { installExample, openBank, startShop } from "./host.mjs";

const run = promisify(execFile);

let app;
let bank;
before(async () => {
  app = await installExample("express");
  bank = await openBank();
});
after(async () => {
  await bank?.testEnv.close();
  await app?.remove();
});

/** The change of the environment, and the option that the error must name. */
const starts = [
  ["the key is missing", () => ({ IVY_API_KEY: "" }), "apiKey"],
  ["the secret is missing", () => ({ IVY_SIGNING_SECRET: "" }), "webhookSecret"],
  ["pages come without https", () => ({ ORIGIN: "http://shop.example" }), "origins"],
  ["an origin has a path", () => ({ ORIGIN: `${bank.url}/checkout` }), "origins"],
  ["Ivy is asked without https", () => ({ IVY_API_URL: "http://api.sand.getivy.de" }), "apiUrl"],
  ["Next gives the key to pages", () => ({ NEXT_PUBLIC_BANK: bank.testEnv.key }), "NEXT_PUBLIC_BANK"],
  ["Vite gives the secret to pages", () => ({ VITE_BANK: bank.testEnv.secret }), "VITE_BANK"],
];

for (const [what, change, named] of starts) {
  test(`no start where ${what}`, async () => {
    const env = { ...process.env, ...bank.environment, ...change() };
    const { stderr, code } = await run(process.execPath, ["server.js"], { cwd: app.folder, env, timeout: 60_000 }).catch((error) => error);
    assert.equal(code, 1, "it started");
    assert.match(stderr, new RegExp(`IvyError\\]?: .*\\b${named}\\b`));
    assert.ok(stderr.length < 4_000, "the sentence is lost in what stands around it");
    for (const secret of [bank.testEnv.key, bank.testEnv.secret]) assert.ok(!stderr.includes(secret), "the value is shown");
  });
}

test("the log reports callbacks that are signed with another secret, and a wrong path of the list", async (t) => {
  const shop = await startShop(app.folder, process.execPath, bank.environment);
  t.after(shop.stop);
  const lines = () => shop.output.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  const { status } = await fetch(`${bank.url}/api/ivy/callback`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-ivy-signature": "0".repeat(64) },
    body: "{}",
  });
  assert.equal(status, 401);
  const callbacks = () => lines().filter(({ operation }) => operation === "callback").map(({ status }) => status);
  // Wait for the log line, which may arrive after the response.
  for (const end = Date.now() + 30_000; callbacks().length === 0 && Date.now() < end; ) await pause(20);
  assert.deepEqual(callbacks(), [401]);
  const warnings = lines().filter(({ level }) => level === "WARN" || level === "ERROR");
  assert.deepEqual(warnings.map(({ event, count }) => [event, count]), [["bad_signature", 1]], shop.output.join("\n"));

  const elsewhere = await run(
    process.execPath,
    ["--input-type=module", "--eval", `
      import { createProxy, sqliteStore } from "ivy-data-session/proxy";
      const { IVY_API_KEY: apiKey, IVY_API_URL: apiUrl, IVY_SIGNING_SECRET: webhookSecret, IVY_TABLE_SECRET: tableSecret, ORIGIN } = process.env;
      const given = { apiKey, apiUrl, webhookSecret, tableSecret, origins: [ORIGIN], store: sqliteStore(":memory:"), identify: () => null };
      console.log("right:", await createProxy(given).checkListPath());
      console.log("wrong:", await createProxy({ ...given, paths: { list: "/api/nothing" } }).checkListPath());`],
    { cwd: app.folder, env: { ...process.env, ...bank.environment } },
  );
  assert.match(elsewhere.stdout, /^right: answers$/m);
  assert.match(elsewhere.stdout, /^wrong: missing$/m);
  assert.match(elsewhere.stdout, /"level":"(WARN|ERROR)"/);
});
