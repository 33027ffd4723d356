// Tests the example for Next (app router): one route handler, bundled by Next, with types checked by its build.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { drive, installExample, openBank } from "./host.mjs";

const next = "next/dist/bin/next";

let app;
before(async () => {
  app = await installExample("next");
  // Build without a key in the environment, as on a build machine.
  await app.run(next, ["build"]);
});
after(() => app?.remove());

test("a route handler", async (t) => {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const server = await app.start(next, ["start", "--port", String(bank.port)], bank.environment);
  t.after(server.stop);
  await drive(bank, { signInAt: "/api/sign-in", payAt: "/api/pay" });
});

test("the scripts for browsers contain nothing of the proxy", async () => {
  const built = path.join(app.folder, ".next/static");
  const files = (await readdir(built, { recursive: true })).filter((file) => file.endsWith(".js"));
  const scripts = await Promise.all(files.map((file) => readFile(path.join(built, file), "utf8")));
  // Check that the page is among the scripts: it contains the proxy's path.
  assert.ok(scripts.some((script) => script.includes("/api/ivy")));
  for (const word of ["webhookSecret", "sqliteStore"]) assert.ok(!scripts.some((script) => script.includes(word)), word);
});
