// Tests of a WebAssembly file that never arrives, for example because a consent banner blocks the request: loading fails and
// can be retried.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../shared/typescript.mjs";
import { init, maskIban } from "../../pkg/inline.js";

test("loading that never ends fails after twenty seconds, and can be tried again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let signal;
  t.mock.method(globalThis, "fetch", (_, options) => {
    signal = options.signal;
    return new Promise(() => {});
  });
  const late = assert.rejects(init("https://shop.example/held-back.wasm"), { code: "load_failed", retryable: true });
  await new Promise(setImmediate);
  t.mock.timers.tick(19_999);
  assert.equal(signal.aborted, false);
  t.mock.timers.tick(1);
  await late;
  assert.equal(signal.aborted, true);
  await init();
  assert.match(maskIban("DE89370400440532013000"), /^DE/);
});

test("the inline chunk must arrive within the same twenty seconds", async (t) => {
  const { init, setDefaultSource } = await import("../../pkg/src/load/instance.ts");
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let fetched;
  t.mock.method(globalThis, "fetch", () => new Promise((resolve) => (fetched = resolve)));
  const load = (chunk) => {
    setDefaultSource(() => "https://shop.example/a.wasm", chunk);
    return init();
  };

  let asked = 0;
  const forever = () => {
    asked++;
    return new Promise(() => {});
  };
  let error;
  load(forever).catch((reason) => (error = reason));
  t.mock.timers.tick(19_000);
  fetched(new Response("", { status: 404 }));
  await new Promise(setImmediate);
  assert.equal(asked, 1);
  t.mock.timers.tick(999);
  await new Promise(setImmediate);
  assert.equal(error, undefined);
  t.mock.timers.tick(1);
  await new Promise(setImmediate);
  assert.deepEqual([error.code, error.status], ["load_failed", 404]);
  assert.match(error.message, /^init: the WebAssembly file: could not be fetched \(status 404\); inline-wasm\.js: did not arrive within 20 seconds; see https:/);

  // A file that is late leaves no time for the chunk.
  const late = assert.rejects(load(forever), { message: /^init: the WebAssembly file: did not arrive within 20 seconds; see/ });
  t.mock.timers.tick(20_000);
  await late;
  fetched(new Response("", { status: 404 }));
  await new Promise(setImmediate);
  assert.equal(asked, 1);
});

test("a source that the caller passes is not replaced by the chunk", async () => {
  const { init, setDefaultSource } = await import("../../pkg/src/load/instance.ts");
  setDefaultSource(
    () => new Uint8Array(),
    () => assert.fail("the chunk was requested"),
  );
  const sources = [() => new Uint8Array(8), () => "data:application/wasm;base64,AAAA", () => Promise.reject(new TypeError("no"))];
  for (const source of sources) {
    await assert.rejects(init(source()), { code: "load_failed", message: /^init: source: (could not be fetched|is not WebAssembly, or is incomplete); see https:\S+bundlers\.md$/ });
  }
});
