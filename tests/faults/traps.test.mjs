// Tests of a trap: one call stops the library while others are running.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { right } from "./server.mjs";
import { openVisit } from "./visit.mjs";

let visit;
before(async () => (visit = await openVisit()));
after(() => visit.close());

const METHODS = { createDataSession: "create", listDataSessions: "list", getDataSession: "details" };
const callCounts = () => visit.page.evaluate(() => globalThis.faults.callCounts());
const trapAt = (url) => visit.page.evaluate((url) => globalThis.faults.trapAt(url), url);

for (const when of ["before the other ones have a response", "while the bodies of the other ones arrive"]) {
  test(`three calls are under way when a fourth one traps ${when}`, async () => {
    const isLate = when.startsWith("while");
    const held = [];
    const hold = (exchange) => {
      held.push(exchange);
      if (isLate) exchange.socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{");
    };
    const before = await callCounts();
    const plans = Object.entries(METHODS).map(([method, operation]) => ({ method, operation, plan: visit.server.plan({ [operation]: hold }) }));
    const asked = Promise.all(plans.map(({ plan, operation }) => plan.asked(operation)));
    const calls = visit.calls(...plans);
    await asked;

    const trapping = visit.server.plan();
    await trapAt(trapping.url);
    assert.equal((await visit.call({ plan: trapping, method: "getDataSession" })).error.code, "internal");
    await trapAt(undefined);
    // Bodies are in the page's memory. The rest of a body is still read, and the next instance checks it.
    if (isLate) for (const exchange of held) exchange.end(exchange.right.slice(1));
    const results = await calls;
    const codes = results.map(({ error }) => error?.code);
    assert.deepEqual(codes, isLate ? [undefined, undefined, undefined] : ["internal", "internal", "internal"]);

    const stopped = await callCounts();
    assert.ok(stopped.atTrap > before.entries);
    if (!isLate) assert.equal(stopped.entries, stopped.atTrap, "nothing enters the instance that stopped");

    // The next instance works. The responses that the old one waited for are too late, and enter neither.
    const laterCalls = plans.map(({ method, plan }) => ({ method, plan }));
    for (const { plan } of plans) plan.change();
    assert.deepEqual((await visit.calls(...laterCalls)).map(({ error }) => error), [undefined, undefined, undefined]);
    const since = await callCounts();
    assert.equal(since.instances, before.instances + 1);
    for (const exchange of held) right(exchange);
    await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    assert.deepEqual(await callCounts(), since);
    // A create that succeeded is finished, so the next press makes a new session.
    assert.equal(plans[0].plan.keys.size, isLate ? 2 : 1, "one data session for each press that ended well");
    await visit.expectNoPersonalData();
  });
}
