// Tests of retries: their number, their delays, and the result for the shopper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { http } from "./responses.mjs";
import { CASES, SUCCESSES, casesWith, firstVisit, shortResults } from "./cases.mjs";
import { right } from "./server.mjs";
import { FAULTS } from "./fault-table.mjs";
import { openVisit } from "./visit.mjs";

let visit;
before(async () => (visit = await openVisit()));
after(() => visit.close());

const SECOND = 1_000;
const date = (seconds, now = Date.now()) => new Date(now + seconds * SECOND).toUTCString();
/** Returns the milliseconds between the first two requests of an operation. */
const gap = ({ plan, operation }) => plan.of(operation)[1].at - plan.of(operation)[0].at;
const count = ({ plan, operation }) => plan.of(operation).length;
const code = ({ value, error }) => (error ?? value.problem.error).code;

for (const { name, fault, requests } of FAULTS.filter(({ requests }) => requests === 2)) {
  const strike = async () => {
    const cases = casesWith(visit.server, [fault, right]);
    await visit.returnFromBank();
    assert.deepEqual(shortResults(await visit.calls(...cases)), SUCCESSES);
    assert.deepEqual(cases.map(count), Array(6).fill(requests));
    assert.deepEqual([cases[0].plan.keys.size, cases[5].plan.keys.size], [1, 1], "one data session for the shopper");
  };
  test(`${name}, once: the second attempt mends it`, () => visit.retryIfLate(strike));
}

/** Seconds of a day, by which a proxy's clock is off. */
const DAY = 86_400;
/**
 * Returns headers with a date that is some seconds after the response's own date. Both are by a clock that is `off` by some
 * seconds.
 */
const dates = (seconds, off = 0, now = Date.now()) => ({ "retry-after": date(off + seconds, now), date: date(off, now) });
const waits = {
  "in seconds": [() => ({ "retry-after": "1" }), 1_000],
  "as a date": [() => dates(1), 1_000],
  "as a date, by a clock that is a day off": [() => dates(1, DAY), 1_000],
  "as a date that is over": [() => dates(-60), 0],
  "0": [() => ({ "retry-after": "0" }), 0],
};
for (const status of [429, 503]) {
  for (const [name, [headers, wait]] of Object.entries(waits).slice(0, status === 429 ? undefined : 1)) {
    const waitSo = async () => {
      const cases = casesWith(visit.server, [(exchange) => exchange.end(http(status, "{}", headers())), right]);
      await visit.returnFromBank();
      assert.deepEqual(shortResults(await visit.calls(...cases)), SUCCESSES);
      for (const one of cases) {
        assert.equal(count(one), 2);
        // The pause is measured from the response to the next request. Either may be a little early or late on its way.
        assert.ok(gap(one) > wait - 20, `${one.method} waited ${Math.round(gap(one))} ms`);
        visit.expectWithin(wait + 700, gap(one), `${one.method}'s second request`);
      }
    };
    test(`${status} with Retry-After ${name}`, () => visit.retryIfLate(waitSo));
  }

  const beyond = { "in seconds": () => "60", "in very many seconds": () => "9".repeat(30), "as a date": () => date(60), "as a date in a thousand years": () => "Mon, 01 Jan 3024 00:00:00 GMT" };
  for (const [name, value] of Object.entries(beyond)) {
    const end = async () => {
      const cases = casesWith(visit.server, (exchange) => exchange.end(http(status, "{}", { "retry-after": value() })));
      await visit.returnFromBank();
      const results = await visit.calls(...cases);
      assert.deepEqual(results.map(code), Array(6).fill(status === 429 ? "rate_limited" : "proxy_unavailable"));
      assert.deepEqual(cases.map(count), Array(6).fill(1));
      for (const { ms } of results) visit.expectWithin(1_500, ms, "what need not be waited for");
    };
    test(`${status} with Retry-After beyond the deadline, ${name}, ends the call`, () => visit.retryIfLate(end));
  }
}

test("attempts: as many as `retries` says, and two at most for the list of connectBank", async () => {
  const fault = (exchange) => exchange.end(http(503, "{}", { "retry-after": "0" }));
  for (const retries of [0, 1, 2, 4]) {
    const cases = casesWith(visit.server, fault).map((one) => ({ ...one, options: { retries } }));
    await visit.returnFromBank();
    await visit.calls(...cases);
    assert.deepEqual(cases.map(count), Array(6).fill(retries + 1).with(4, Math.min(retries, 1) + 1));
    assert.deepEqual([cases[0].plan.keys.size, cases[5].plan.keys.size], [1, 1]);
  }
});

test("a list without a response costs the shopper three seconds and a login, but not the checkout", () =>
  visit.retryIfLate(async () => {
    const plan = visit.server.plan({ list: () => {} });
    const { value, ms, wall } = await visit.call({ plan, method: "connectBank", options: { timeoutMs: 30_000 }, overdue: true });
    assert.deepEqual([value.kind, value.reason, value.problem.error], ["login", "list_unavailable", { code: "timeout", retryable: true }]);
    assert.ok(wall > 2_900, `it took ${Math.round(wall)} ms`);
    visit.expectWithin(3_500, ms, "the call");
    assert.deepEqual(plan.counts, { list: 1, create: 1 });
    await visit.expectWorking(plan);
  }));

test("a bank that is not done, and a proxy that then fails: the login is pending for ten seconds", () =>
  visit.retryIfLate(async () => {
    const pending = (exchange) => exchange.end(http(200, '{"referenceId":"order-1","status":"pending"}'));
    const down = (exchange) => exchange.socket.resetAndDestroy();
    const plan = visit.server.plan({ result: [pending, down, (exchange) => exchange.end(http(503)), pending, () => {}] });
    await visit.returnFromBank();
    const { value, ms } = await visit.call({ plan, method: "resumeBankLogin" });
    assert.deepEqual([value, plan.counts], [{ kind: "pending", referenceId: "order-1" }, { result: 5 }]);
    visit.expectWithin(10_250, ms, "the call");
    assert.deepEqual(plan.requests.map(({ body }) => Object.keys(JSON.parse(body)).join()), ["nonce", ...Array(4).fill("referenceId")]);
    await visit.expectWorking(plan);
  }));

test("connectBank ends by the deadline if nothing responds", () =>
  visit.retryIfLate(async () => {
    const plan = visit.server.plan({ list: firstVisit, create: () => {} });
    const { error } = await visit.call({ plan, method: CASES[5].method, overdue: true });
    assert.deepEqual(error, { code: "timeout", retryable: true });
    await visit.expectWorking(plan);
  }));

test("afterwards the console and the stores contain no personal data", () => visit.expectNoPersonalData());
