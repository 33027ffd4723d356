// Tests of the package in a merchant's own tests: the real library in Node, the fake client in jsdom, and the merchant's server
// with the sandbox.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { linkPackages } from "../package/packed.mjs";
import { install } from "./fixture.mjs";
import { expectedCalls, expectedIn, openShop } from "./shop.mjs";

let app;
let shop;
before(async () => {
  app = await install("runners");
  // A database for a Node without one of its own, and a driver of the installed browser.
  await linkPackages(app.folder, ["libsql", "playwright-core"]);
  shop = await openShop();
});
beforeEach(() => void (shop.calls.length = 0));
after(async () => {
  shop?.close();
  await app?.remove();
});

/** Runs the tool on a file of the fixture, which must send `calls` to the shop. */
async function passes(tool, args, env, calls, platform = "Node") {
  await app.run(tool, args, { SHOP: shop.url, EXPECTED: JSON.stringify(expectedIn(platform)), ...env });
  assert.deepEqual(shop.calls, calls);
}

const real = (tool, args, env, platform) => passes(tool, [...args, "checkout.test.js"], env, expectedCalls, platform);
const fake = (tool, args, env) => passes(tool, [...args, "fake.test.js"], env, []);
const vitest = "vitest/vitest.mjs";
const jest = "jest/bin/jest.js";
const modules = { NODE_OPTIONS: "--experimental-vm-modules" };

test("Vitest", () => real(vitest, ["run"]));
test("Vitest with jsdom", () => real(vitest, ["run", "--environment=jsdom"], {}, "page"));
test("Jest, compiled to CommonJS", () => real(jest, []));
test("Jest, native modules", () => real(jest, ["--transform={}"], modules));
test("Jest with jsdom, which has neither TextDecoder nor fetch: importing the real library is safe", () => passes(jest, ["--env=jsdom", "import.test.js"], {}, []));
test("Vitest with jsdom and the fake client", () => fake(vitest, ["run", "--environment=jsdom"]));
test("Jest with jsdom and the fake client, compiled to CommonJS", () => fake(jest, ["--env=jsdom"]));
test("Jest with jsdom and the fake client, native modules", () => fake(jest, ["--env=jsdom", "--transform={}"], modules));
test("Vitest, a server with the sandbox", () => passes(vitest, ["run", "server.test.js"], {}, []));
test("Vitest and Playwright, a checkout in a browser", () => passes(vitest, ["run", "browser.test.js"], { CHROMIUM: process.env.CHROMIUM ?? "/usr/bin/chromium" }, []));
