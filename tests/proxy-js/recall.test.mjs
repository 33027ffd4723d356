// Tests `proxy.recall` of the built package: its arguments, and the switch. The tests that both proxies share cover the rules.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createProxy, sqliteStore } from "../../pkg/proxy.js";
import { Ivy, key, secret, tableSecret } from "./ivy.mjs";

const origin = "http://localhost:3000";
const request = { permissions: ["identity"], market: "DE" };
const page = new Request(`${origin}/checkout`, { headers: { cookie: "who=ada" } });

let ivy;
before(async () => {
  ivy = await Ivy.start();
});
after(() => ivy.close());

/** Creates a proxy. `lines` is its log. */
function make(changes = {}) {
  const lines = [];
  const proxy = createProxy({
    ...{ apiKey: key, apiUrl: ivy.url, webhookSecret: secret, tableSecret, origins: [origin] },
    ...{ store: sqliteStore(":memory:"), log: (line) => lines.push(JSON.parse(line)) },
    identify: ({ headers }) => (headers.get("cookie") ? { customerId: headers.get("cookie") } : null),
    ...changes,
  });
  return { proxy, lines };
}

const misconfigured = (message) => (error) => {
  assert.deepEqual([error.name, error.code], ["IvyError", "misconfigured"]);
  assert.match(error.message, message);
  return true;
};

test("a page that is made without a request is refused", async () => {
  const { proxy } = make();
  for (const none of [undefined, null]) {
    await assert.rejects(proxy.recall(none, request), misconfigured(/^recall: httpRequest: missing; expected .*; render the page for each request, not at build time$/));
  }
  await assert.rejects(proxy.recall({}, request), misconfigured(/^request is an object; expected a Request; /));
  await proxy.close();
});

test("a wrong argument is refused by its name", async () => {
  const { proxy } = make();
  const circle = {};
  circle.inside = circle;
  for (const wrong of [undefined, null, "text", circle]) {
    await assert.rejects(proxy.recall(page, wrong), misconfigured(/^recall: sessionRequest: no plain object; expected /));
  }
  for (const [options, name] of [[{ deadlineMs: 0 }, "deadlineMs"], [{ deadlineMs: NaN }, "deadlineMs"], [{ maxAgeDays: -1 }, "maxAgeDays"], [{ required: "identity" }, "required"], [{ require: [] }, "require"]]) {
    await assert.rejects(proxy.recall(page, request, options), misconfigured(new RegExp(`^recall: options.*${name}.*; (expected|did you mean) `)));
  }
  await assert.rejects(proxy.recall(page, { permissions: [] }), { code: "validation_failed", status: 422 });
  await proxy.close();
});

test("a guest and a customer without a session need a login", async () => {
  const { proxy } = make();
  const guest = await proxy.recall(new Request(origin), request, { deadlineMs: 60_000 });
  assert.deepEqual(guest.outcome, { kind: "not_recalled", reason: "guest" });
  const { outcome, list, initial, headers } = await proxy.recall(page, request, { deadlineMs: 60_000 });
  assert.deepEqual(outcome, { kind: "not_recalled", reason: "no_past_session" });
  assert.deepEqual([list.body, list.guest], ['{"dataSessions":[]}', false]);
  assert.notEqual(list.owner, guest.list.owner);
  const read = JSON.parse(Buffer.from(initial, "base64url"));
  assert.deepEqual([read.v, read.owner, read.outcome], [1, list.owner, outcome]);
  assert.deepEqual(headers, { "cache-control": "no-store", vary: "Cookie" });
  await proxy.close();
});

test("a switch that throws or gives no boolean counts as on, and the log says so once", async () => {
  const failing = () => {
    throw new Error("the-text-of-the-error");
  };
  for (const recall of [failing, async () => failing(), () => "off", () => undefined]) {
    const { proxy, lines } = make({ recall });
    for (let time = 0; time < 2; time++) {
      assert.equal((await proxy.recall(page, request, { deadlineMs: 60_000 })).outcome.reason, "no_past_session");
    }
    assert.equal((await proxy.health()).recall, "on");
    assert.equal(lines.filter(({ event }) => event === "recall_unknown").length, 1);
    assert.ok(!JSON.stringify(lines).includes("the-text-of-the-error"));
    await proxy.close();
  }
});

test("a switch that is off is asked each time", async () => {
  let isOn = false;
  const { proxy } = make({ recall: async () => isOn });
  const reason = async () => (await proxy.recall(page, request, { deadlineMs: 60_000 })).outcome.reason;
  assert.deepEqual([await reason(), (await proxy.health()).recall], ["recall_off", "off"]);
  isOn = true;
  assert.deepEqual([await reason(), (await proxy.health()).recall], ["no_past_session", "on"]);
  await proxy.close();
});
