// Tests of pages whose scripts replace built-ins of JavaScript: SECURITY.md, 22. Each case is a frame of one page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { installPacked, openPage, serve, writeFiles } from "./packed.mjs";

const html = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Frames</title><link rel="icon" href="data:,"><body><script type="module" src="./replaced-built-ins-page.js"></script></body></html>';

/** The strict policy, with frames of the page's own origin. */
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'";

let results;
let packed;

before(async () => {
  packed = await installPacked();
  const files = ["replaced-built-ins.js", "replaced-built-ins-page.js", "replaced-built-ins-frame.js", "replaced-built-ins-frame.html"];
  await writeFiles(packed.app, { "index.html": html }, files);
  const server = await serve(packed.app, policy);
  await openPage(`${server.url}/`, async (page) => {
    await page.waitForFunction(() => "frames_done" in globalThis, undefined, { timeout: 300_000 });
    results = await page.evaluate(() => globalThis.frames_done);
  });
  server.close();
});
after(() => packed?.remove());

const right = { kind: "recalled", ids: "2 s1 s2", offered: "s1" };
const told = ({ moment, name, outcome, state, seen, uncaught }) => JSON.stringify({ moment, name, outcome, state, seen, uncaught });

test("every case has run", () => {
  assert.ok(results.length > 120, String(results.length));
});

test("beside script libraries and polyfills it works", () => {
  const wrong = results.filter(({ isLibrary, outcome, seen, uncaught }) => isLibrary && !(isRight(outcome) && seen === "2 accounts true" && uncaught === 0));
  assert.deepEqual(wrong.map(told), []);
});

test("a call works, or ends in an IvyError with a code", () => {
  const isKnown = ({ moment, outcome, blocksImport }) => /^[a-z_]+$/.test(outcome.code ?? "") || (moment === "before" && blocksImport && outcome.code === "not imported");
  const wrong = results.filter((result) => !isRight(result.outcome) && !isKnown(result));
  assert.deepEqual(wrong.map(told), []);
});

test("the element shows the accounts, or leaves a form: never nothing, and never a state that does not end", () => {
  const wrong = results.filter(({ state, seen }) => !["2 accounts true", "form"].includes(seen) || ["loading", "connecting"].includes(state));
  assert.deepEqual(wrong.map(told), []);
});

const isRight = ({ element, ...outcome }) => JSON.stringify(outcome) === JSON.stringify(right);
