// Tests of aborts: at every moment of a call, and with every kind of reason. gloo-net panics on reasons that are not an
// `Error`, which stops the instance.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { http } from "./responses.mjs";
import { SUCCESSES, casesWith, shortResults } from "./cases.mjs";
import { SPARE, openVisit } from "./visit.mjs";

const REASONS = ["text", "nothing", "null", "number", "object", "function", "error"];

/** The deadline of each call, so late that the abort always ends the call first. */
const options = { timeoutMs: 30_000 };

const half = (exchange) => http(200, exchange.right.slice(0, 9), { "content-length": exchange.right.length });
/**
 * The moments of an abort: the proxy's behaviour, and the side that aborts. "later" is the test, "answered" is the page once
 * the headers of a response have arrived.
 */
const MOMENTS = {
  "before headers": [() => {}, "later"],
  "in the headers": [(exchange) => void exchange.socket.write("HTTP/1.1 200 OK\r\nContent-Type: appl"), "later"],
  "in the body": [(exchange) => void exchange.socket.write(half(exchange)), "answered"],
  // Not 401: WebKit shows a page nothing of a 401 before its body has ended.
  "in the body of an error": [(exchange) => void exchange.socket.write(http(403, "{", { "content-length": 9 })), "answered"],
  "while it waits to try again": [(exchange) => exchange.end(http(429, "{}", { "retry-after": "2" })), "answered"],
};

let visit;
before(async () => (visit = await openVisit()));
after(() => visit.close());

function expectAborted(results) {
  assert.deepEqual(results.map(({ error }) => error), results.map(() => ({ code: "aborted", retryable: false })));
  for (const { ms } of results) visit.expectWithin(SPARE, ms, "what was aborted");
}

test("an abort before the call", async () => {
  for (const reason of REASONS) {
    await visit.retryIfLate(async () => {
      const cases = casesWith(visit.server).map((one) => ({ ...one, options, abort: "before", reason }));
      await visit.returnFromBank();
      expectAborted(await visit.calls(...cases));
      assert.deepEqual(cases.map(({ plan }) => plan.requests.length), [0, 0, 0, 0, 0, 0]);
    });
  }
  await visit.expectWorking();
});

for (const [moment, [fault, abort]] of Object.entries(MOMENTS)) {
  const giveUp = async (reason) => {
    const cases = casesWith(visit.server, fault).map((one) => ({ ...one, options, abort, reason }));
    await visit.returnFromBank();
    const asked = cases.map(({ plan, operation }) => plan.asked(operation));
    const calls = visit.calls(...cases);
    if (abort === "later") {
      await Promise.all(asked);
      await pause(60);
      await visit.page.evaluate((urls) => globalThis.faults.abort(urls), cases.map(({ plan }) => plan.url));
    }
    expectAborted(await calls);
    assert.deepEqual(cases.map(({ plan, operation }) => plan.of(operation).length), [1, 1, 1, 1, 1, 1]);

    for (const { plan, others } of cases) plan.change(others);
    assert.deepEqual(shortResults(await visit.calls(...cases.map((one) => ({ ...one, abort: undefined })))), SUCCESSES);
    assert.deepEqual([cases[0].plan.keys.size, cases[5].plan.keys.size], [1, 1], "one data session for the shopper");
  };
  test(`an abort ${moment}`, async () => {
    for (const reason of REASONS) await visit.retryIfLate(() => giveUp(reason));
    await visit.expectWorking();
  });
}

test("afterwards the console and the stores contain no personal data", () => visit.expectNoPersonalData());
