// Tests of retries and deadlines, with a fake clock.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as ivy from "../../pkg/inline.js";
import { START, Simulation, json, lost, respondAfter, silent } from "./simulation.mjs";

before(() => ivy.init());

const SESSION = { id: "s1", status: "open" };
const right = async () => json(200, SESSION);
const down = async () => json(503, { code: "proxy_unavailable", requestId: "req-1" });
const details = (simulation, options) => simulation.run(() => simulation.client(options).getDataSession("s1"));

test("attempts share one body and key and wait longer each time", async () => {
  const simulation = new Simulation([down, lost, right]);
  const { value } = await simulation.run(() => simulation.client().createDataSession({ permissions: ["identity"] }));
  assert.deepEqual(value, SESSION);
  assert.deepEqual(simulation.sent.map(({ at }) => at), [0, 188, 563]);
  assert.equal(new Set(simulation.sent.map(({ body, key }) => body + key)).size, 1);
});

test("the deadline holds for the call with all its attempts", async () => {
  const rows = [
    [[silent], "timeout", 10_000],
    [[respondAfter(9_900, () => json(503, {}))], "proxy_unavailable", 9_900],
    [[respondAfter(4_000, () => json(500, {})), silent], "timeout", 10_000],
  ];
  for (const [replies, code, end] of rows) {
    const simulation = new Simulation(replies);
    const { error } = await details(simulation);
    assert.deepEqual([error.code, simulation.time], [code, end]);
  }
});

test("a Retry-After is kept, and one beyond the deadline ends the call", async () => {
  const date = (seconds) => new Date(START + seconds * 1_000).toUTCString();
  const rows = [
    ["2", 2_000],
    [" 0 ", 0],
    [date(3), 3_000],
    [date(-3_600), 0],
    ["60", undefined],
    ["9".repeat(26), undefined],
    [date(86_400), undefined],
    ["soon", 188],
    ["", 188],
    ["-1", 188],
    ["Mon, 40 Nov 2026 12:00:00 GMT", 188],
  ];
  for (const [text, second] of rows) {
    for (const clock of [{ date: date(0) }, {}]) {
      const simulation = new Simulation([async () => json(429, { code: "rate_limited" }, { "retry-after": text, ...clock }), right]);
      const { error } = await details(simulation);
      assert.equal(simulation.sent[1]?.at, second, text);
      if (second === undefined) assert.deepEqual([error.code, error.retryable, simulation.time], ["rate_limited", true, 0]);
    }
  }
  const wrongClock = new Simulation([async () => json(429, {}, { "retry-after": date(7_201), date: date(7_200) }), right]);
  await details(wrongClock);
  assert.equal(wrongClock.sent[1].at, 1_000, "held against the answer's own clock");
});

test("an abort takes effect while the call waits", async () => {
  for (const [at, reply] of [[5, silent], [50, down]]) {
    const simulation = new Simulation([reply]);
    const controller = new AbortController();
    const { error } = await simulation.run(() => {
      setTimeout(() => controller.abort("left"), at);
      return simulation.client().getDataSession("s1", { signal: controller.signal });
    });
    assert.deepEqual([error.code, simulation.time, simulation.sent.length], ["aborted", at, 1]);
  }
});

test("an error is reported by its status, without waiting for its body", async () => {
  const endless = (status) => async () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(Uint8Array.of(0x7b)) }), { status, headers: { "content-type": "application/json" } });
  const refused = new Simulation([endless(401)]);
  assert.deepEqual([(await details(refused)).error.code, refused.time], ["unauthorized", 300]);
  const passing = new Simulation([endless(503), right]);
  assert.deepEqual([(await details(passing)).value, passing.sent[1].at], [SESSION, 488]);
});
