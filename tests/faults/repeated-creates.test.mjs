// Tests of a create that fails with an unknown outcome, followed by the next press of the button.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { http } from "./responses.mjs";
import { firstVisit } from "./cases.mjs";
import { right } from "./server.mjs";
import { FAULTS } from "./fault-table.mjs";
import { openVisit } from "./visit.mjs";

let visit;
before(async () => (visit = await openVisit()));
afterEach(() => visit.expectWorking());
after(() => visit.close());

const lost = (exchange) => exchange.socket.resetAndDestroy();
const respondsWith = (status, headers) => (exchange) => exchange.end(http(status, "{}", headers));
const portal = respondsWith(302, { location: "/" });

/** The proxy's replies to consecutive creates, and the error code of the first press. */
const scenarios = Object.fromEntries(FAULTS.filter(({ unreadable }) => unreadable).map(({ name, fault, code }) => [name, [[fault, right], code]]));
Object.assign(scenarios, {
  "lost, then too many requests": [[lost, respondsWith(429, { "retry-after": "60" }), right], "rate_limited"],
  "lost, then the customer has to sign in": [[lost, respondsWith(401), right], "unauthorized"],
  "lost, then locked": [[lost, respondsWith(423), right], "conflict"],
  // It redirects the path with a slash too, which is tried once.
  "lost, then a captive portal": [[lost, portal, portal, right], "misconfigured"],
});

for (const method of ["createDataSession", "connectBank"]) {
  for (const [name, [replies, code]] of Object.entries(scenarios)) {
    test(`${method}: ${name}, and the next press asks for the same data session`, async () => {
      const plan = visit.server.plan({ list: firstVisit, create: replies });
      assert.equal((await visit.call({ plan, method })).error.code, code);
      const { value } = await visit.call({ plan, method });
      const [key] = plan.keys;
      assert.deepEqual([value.id, plan.keys.size], [`new-${key}`, 1]);
    });
  }

  test(`${method}: pressed twice at once`, async () => {
    const plan = visit.server.plan({ list: firstVisit });
    const results = await visit.calls({ plan, method }, { plan, method });
    assert.deepEqual([new Set(results.map(({ value }) => value.id)).size, plan.keys.size], [1, 1]);
  });

  test(`${method}: after a conflict, as for a session that was forgotten since, the next press is a new one`, async () => {
    const plan = visit.server.plan({ list: firstVisit, create: [respondsWith(409), right] });
    assert.equal((await visit.call({ plan, method })).error.code, "conflict");
    await visit.call({ plan, method });
    assert.equal(plan.keys.size, 2);
  });
}
