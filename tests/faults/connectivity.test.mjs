// Tests of connectivity: the connection is refused, the page is offline, or the proxy is on another origin.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { canGoOffline } from "../engines/engine.mjs";
import { http } from "./responses.mjs";
import { CASES, SUCCESSES, casesWith, shortResults } from "./cases.mjs";
import { right, startServer } from "./server.mjs";
import { openVisit, withoutTimeouts } from "./visit.mjs";

let visit;
let other;
before(async () => {
  visit = await openVisit();
  other = await startServer("127.0.0.1");
});
afterEach(() => visit.expectWorking());
after(async () => {
  await visit.close();
  await other.close();
});

/** Checks that every call failed with this error. For connectBank it is the problem that a login reports. */
function expectErrors(results, error) {
  for (const [at, { error: found, value }] of results.entries()) {
    assert.deepEqual(value?.problem?.error ?? found, error, `${CASES[at].method}, ${CASES[at].operation}`);
  }
}

const network = { code: "network", retryable: true };
const misconfigured = { code: "misconfigured", retryable: false };
const posts = (cases) => cases.map(({ plan, operation }) => plan.of(operation).length);

test("the connection is refused", async () => {
  const cases = casesWith(visit.server);
  await visit.returnFromBank();
  await visit.server.refuse();
  const results = await visit.calls(...cases).finally(() => visit.server.listen());
  expectErrors(results, network);
  assert.deepEqual(shortResults(await visit.calls(...cases)), SUCCESSES);
  assert.deepEqual([cases[0].plan.keys.size, cases[5].plan.keys.size], [1, 1]);
});

if (canGoOffline) {
  test("the page is offline", async () => {
    const cases = casesWith(visit.server);
    await visit.returnFromBank();
    await visit.context.setOffline(true);
    const results = await visit.calls(...cases).finally(() => visit.context.setOffline(false));
    expectErrors(results, network);
    assert.deepEqual(cases.map(({ plan }) => plan.requests.length), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(shortResults(await visit.calls(...cases)), SUCCESSES);
  });

  const moments = {
    "before headers": () => {},
    "in the body": (exchange) => void exchange.socket.write(http(200, exchange.right.slice(0, 9), { "content-length": exchange.right.length })),
  };
  for (const [moment, fault] of Object.entries(moments)) {
    const goOffline = async () => {
      const cases = casesWith(visit.server, fault).map((one) => ({ ...one, overdue: true }));
      await visit.returnFromBank();
      const asked = Promise.all(cases.map(({ plan, operation }) => plan.asked(operation)));
      const calls = visit.calls(...cases);
      await Promise.race([asked, calls]);
      await pause(60);
      await visit.context.setOffline(true);
      const results = await calls.finally(() => visit.context.setOffline(false));
      // On a busy machine the deadline may pass before all requests were sent.
      if (posts(cases).includes(0)) visit.noteBusy("asked too late");
      // The browser does not report that no more data will come, so the calls end by their deadline.
      expectErrors(results, { code: "timeout", retryable: true });
      assert.deepEqual(posts(cases), [1, 1, 1, 1, 1, 1]);
      for (const { plan, others } of cases) plan.change(others);
      assert.deepEqual(shortResults(await visit.calls(...withoutTimeouts(cases))), SUCCESSES);
      assert.deepEqual([cases[0].plan.keys.size, cases[5].plan.keys.size], [1, 1], "one data session for the shopper");
    };
    test(`the page goes offline ${moment}`, () => visit.retryIfLate(goOffline));
  }

  test("the page is online again in time", async () => {
    // Allow so many attempts that the last one is made after the page is online, however slow the driver is.
    const cases = casesWith(visit.server).map((one) => ({ ...one, options: { timeoutMs: 60_000, retries: 7 } }));
    cases[4] = { ...cases[4], wanted: { fresh: true } };
    await visit.returnFromBank();
    await visit.context.setOffline(true);
    const calls = visit.calls(...cases);
    await pause(300);
    await visit.context.setOffline(false);
    // connectBank tries its list at most twice, so that a shopper without past sessions does not wait for it.
    assert.deepEqual(shortResults(await calls), SUCCESSES.with(4, "login"));
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect (${status}) to another origin is not followed`, async () => {
    const lure = other.plan();
    const cases = casesWith(visit.server, (exchange) => exchange.end(http(status, "", { location: `${lure.url}${exchange.request.path.replace(/^\/plan\/\d+/, "")}` })));
    await visit.returnFromBank();
    expectErrors(await visit.calls(...cases), misconfigured);
    // The second request is to the same path with a slash, as of frameworks that add one.
    assert.deepEqual([posts(cases), lure.requests.length], [[2, 2, 2, 2, 2, 2], 0]);
  });
}

const CORS = {
  "access-control-allow-headers": "content-type, ivy-client, idempotency-key",
  "access-control-expose-headers": "ivy-owner, ivy-recall, ivy-request-id, retry-after, date",
};
const allow = (origin) => (exchange) => {
  const { method } = exchange.request;
  exchange.end(http(method === "OPTIONS" ? 204 : 200, method === "OPTIONS" ? "" : exchange.right, { ...CORS, "access-control-allow-origin": origin(exchange) }));
};
const asked = (exchange) => exchange.request.headers.origin;

/** The other origin's replies to the preflight and to the request, and the number of posts that it gets. */
const refusals = {
  "refuses the preflight": [right, right, 0],
  "allows another page": [allow(() => "https://shop.example"), right, 0],
  "allows no headers": [(exchange) => exchange.end(http(204, "", { "access-control-allow-origin": asked(exchange) })), right, 0],
  "allows the preflight and not the answer": [allow(asked), right, 2],
  "allows the preflight, and the answer to another page": [allow(asked), allow(() => "https://shop.example"), 2],
};
for (const [name, [preflight, reply, count]] of Object.entries(refusals)) {
  test(`a proxy of another origin ${name}`, async () => {
    const options = { credentials: "omit" };
    const cases = CASES.map((one) => ({ ...one, options, plan: other.plan({ create: reply, list: reply, details: reply, result: reply, preflight }) }));
    // Skip the list: after a refused list there is no create.
    cases[5].wanted = { fresh: true };
    await visit.returnFromBank();
    expectErrors(await visit.calls(...cases), network);
    assert.deepEqual(posts(cases), Array(6).fill(count));
    for (const { plan } of cases) plan.change({ create: allow(asked), list: allow(asked), details: allow(asked), result: allow(asked), preflight: allow(asked) });
    assert.deepEqual(shortResults(await visit.calls(...cases)), SUCCESSES);
    assert.deepEqual([cases[0].plan.keys.size, cases[5].plan.keys.size], [1, 1], "one data session for the shopper");
  });
}
