// Tests that a create with a late, repeated or lost response never results in a second data session. The proxy makes one
// session for each Idempotency-Key, so the tests count the keys.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { http } from "./responses.mjs";
import { firstVisit } from "./cases.mjs";
import { right } from "./server.mjs";
import { TIMEOUT, openVisit } from "./visit.mjs";

let visit;
before(async () => (visit = await openVisit()));
afterEach(() => visit.expectWorking());
after(() => visit.close());

/** Creates that get their response only after their call has settled. */
const held = [];
const hold = (exchange) => void held.push(exchange);
const respondToHeld = () => held.splice(0).forEach(right);

const lost = (exchange) => exchange.socket.resetAndDestroy();
const lostInBody = (exchange) => {
  exchange.socket.write(http(200, exchange.right.slice(0, 20), { "content-length": exchange.right.length, connection: "keep-alive" }));
  setTimeout(() => lost(exchange), 40);
};
const respondsWith = (status, headers) => (exchange) => exchange.end(http(status, "{}", headers));
const silence = () => {};

const METHODS = ["createDataSession", "connectBank"];
const result = ({ value, error }) => error?.code ?? value.id;

/**
 * The replies to consecutive creates, and the result of each press of the button. OVERDUE means that the call runs out of
 * time.
 */
const OVERDUE = "overdue";
const scenarios = {
  "answered after the deadline": [[hold, right], [OVERDUE, "session"]],
  "answered after the deadline, twice": [[hold, hold, right], [OVERDUE, OVERDUE, "session"]],
  "lost, and answered to the second attempt": [[lost, right], ["session"]],
  "lost twice": [[lost, lost, right], ["network", "session"]],
  "lost in the body": [
    [lostInBody, lost, right],
    ["network", "session"],
  ],
  "a gateway gave up waiting": [[respondsWith(504), respondsWith(502), right], ["proxy_unavailable", "session"]],
  "the proxy waited for the request": [[respondsWith(408), respondsWith(408), right], ["timeout", "session"]],
  "lost, then silence": [[lost, silence, right], [OVERDUE, "session"]],
  "lost six times": [[lost, lost, lost, lost, lost, lost, right], ["network", "network", "network", "session"]],
};

for (const method of METHODS) {
  for (const [name, [replies, presses]] of Object.entries(scenarios)) {
    const tell = async () => {
      const plan = visit.server.plan({ list: firstVisit, create: replies });
      const options = presses.includes(OVERDUE) ? { timeoutMs: TIMEOUT } : {};
      const results = [];
      for (const press of presses) {
        results.push(result(await visit.call({ plan, method, options, overdue: press === OVERDUE })));
        respondToHeld();
      }
      const [key] = plan.keys;
      // On a busy machine the deadline may pass before all requests were sent.
      if (presses.includes(OVERDUE) && plan.of("create").length < replies.length) visit.noteBusy("asked too late");
      const expected = { session: `new-${key}`, [OVERDUE]: "timeout" };
      assert.deepEqual(results, presses.map((press) => expected[press] ?? press));
      assert.deepEqual([plan.keys.size, plan.of("create").length], [1, replies.length]);
      assert.equal(new Set(plan.of("create").map(({ body }) => body)).size, 1, "the same request each time");
    };
    test(`${method}: ${name}`, () => visit.retryIfLate(tell));
  }

  test(`${method}: a late response to the first press is not used for the second press`, () =>
    visit.retryIfLate(async () => {
      const other = (exchange) => {
        respondToHeld();
        exchange.end(http(200, exchange.right.replace('"open"', '"started"')));
      };
      const plan = visit.server.plan({ list: firstVisit, create: [hold, other] });
      const options = { timeoutMs: TIMEOUT };
      assert.equal((await visit.call({ plan, method, options, overdue: true })).error.code, "timeout");
      if (held.length === 0) visit.noteBusy("asked too late");
      const { value } = await visit.call({ plan, method, options });
      assert.equal(value?.status ?? value?.kind, method === "connectBank" ? "login" : "started");
      assert.equal(plan.keys.size, 1);
    }));

  test(`${method}: a browser that automatically repeats a request, on a connection that was closed meanwhile`, async () => {
    const keepOpen = (exchange) => exchange.socket.write(http(200, exchange.right, { connection: "keep-alive" }));
    const list = (exchange) => exchange.socket.write(http(200, '{"dataSessions":[]}', { connection: "keep-alive" }));
    const plan = visit.server.plan({ list, details: keepOpen, create: [lost, right] });
    await visit.call({ plan, method: "getDataSession" });
    const { value } = await visit.call({ plan, method, options: { retries: 0 } });
    const [key] = plan.keys;
    assert.deepEqual([value.id, plan.keys.size, plan.of("create").length], [`new-${key}`, 1, 2]);
  });

  test(`${method}: two responses on one connection`, async () => {
    const twice = (exchange) => {
      const answer = http(200, exchange.right, { connection: "keep-alive" });
      exchange.socket.write(Buffer.concat([answer, answer]));
    };
    const plan = visit.server.plan({ list: firstVisit, create: twice });
    const { value } = await visit.call({ plan, method });
    assert.deepEqual([value.id, plan.keys.size], [`new-${[...plan.keys][0]}`, 1]);
    // The leftover response on the connection must not answer the next call.
    const next = await visit.call({ plan, method: "getDataSession" });
    assert.equal(next.value.id, "s1");
  });

  test(`${method}: after success the next press is a new session`, async () => {
    const plan = visit.server.plan({ list: firstVisit });
    for (let press = 0; press < 3; press++) await visit.call({ plan, method });
    assert.equal(plan.keys.size, 3);
  });
}
