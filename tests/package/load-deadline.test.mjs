// Tests of a WebAssembly file that never arrives, for example because a consent banner blocks the request: loading fails and
// can be retried.

import assert from "node:assert/strict";
import { test } from "node:test";
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
