// Tests the events that a client sends to its listener, and the output of the debug logger.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { afterEach, before, test } from "node:test";
import { promisify } from "node:util";
import { debugLogger } from "../../pkg/debug.js";
import * as ivy from "../../pkg/inline.js";
import { START, Simulation, closePage, json, lost, openPage, respondAfter } from "./simulation.mjs";

before(() => ivy.init());
afterEach(closePage);

const MARKER = "qz7marker@example.com";
const REQUEST = { permissions: ["identity"], externalUser: { email: MARKER }, metadata: { [MARKER]: MARKER } };
const SESSION = { id: MARKER, status: "complete", createdAt: START / 1_000 - 86_400, data: { identity: { name: MARKER } } };
const CREATED = { id: MARKER, referenceId: MARKER, redirectUrl: `https://checkout.getivy.de/?s=${MARKER}` };
const HEADERS = { "ivy-request-id": "req-1", date: new Date(START).toUTCString() };

/** Responds after 20 milliseconds. */
const ok = (body, headers = HEADERS) => respondAfter(20, () => json(200, body, headers));
const respondsWith = (status, headers = HEADERS) => respondAfter(20, () => json(status, { code: MARKER, message: MARKER }, headers));
const list = (...dataSessions) => ok({ dataSessions });

/** Each row: the call, the proxy's replies, and the events after `loaded`. */
const stories = {
  "a recalled visit": [
    (client) => client.connectBank(REQUEST),
    [list(SESSION, {})],
    [
      { type: "listed", sessions: 1, status: 200, requestId: "req-1", durationMs: 20, attempts: 1 },
      { type: "recalled", sessions: 1, ageDays: 1 },
    ],
  ],
  "a first visit": [
    (client) => client.connectBank(REQUEST),
    [list(), ok(CREATED)],
    [
      { type: "listed", sessions: 0, status: 200, requestId: "req-1", durationMs: 20, attempts: 1 },
      { type: "created", status: 200, requestId: "req-1", durationMs: 20, attempts: 1 },
    ],
  ],
  "a list that cannot be had": [
    (client) => client.connectBank(REQUEST),
    [lost, respondsWith(503), ok(CREATED)],
    [
      { type: "retried", operation: "list", attempt: 2, delayMs: 187.5, code: "network" },
      { type: "failed", operation: "list", code: "proxy_unavailable", status: 503, requestId: "req-1", durationMs: 208, attempts: 2 },
      { type: "created", status: 200, requestId: "req-1", durationMs: 20, attempts: 1 },
    ],
  ],
  "a list, tried three times": [
    (client) => client.listDataSessions({ externalUserEmail: MARKER }),
    [respondsWith(429, { ...HEADERS, "retry-after": "1" }), lost, list(SESSION)],
    [
      { type: "retried", operation: "list", attempt: 2, delayMs: 1_000, code: "rate_limited" },
      { type: "retried", operation: "list", attempt: 3, delayMs: 375, code: "network" },
      { type: "listed", sessions: 1, status: 200, requestId: "req-1", durationMs: 1_415, attempts: 3 },
    ],
  ],
  "an answer that cannot be read": [
    (client) => client.createDataSession(REQUEST),
    [ok(`{"id":"${MARKER}"`)],
    [{ type: "failed", operation: "create", code: "decode_failed", status: 200, requestId: "req-1", durationMs: 20, attempts: 1 }],
  ],
  "a request id that is none": [
    (client) => client.getDataSession(MARKER),
    [respondsWith(403, { "ivy-request-id": MARKER })],
    [{ type: "failed", operation: "details", code: "forbidden", status: 403, durationMs: 20, attempts: 1 }],
  ],
  "details and forgetting, which go well": [
    (client) => client.getDataSession(MARKER).then(() => client.forgetBank()),
    [ok(SESSION), ok({ forgotten: 1 })],
    [],
  ],
  "a bank that is not done at once": [
    (client) => {
      openPage(`https://shop.example/return?ivy=${"n".repeat(43)}`);
      return client.resumeBankLogin();
    },
    [ok({ referenceId: MARKER, status: "pending" }), ok({ referenceId: MARKER, status: "complete", session: SESSION })],
    [{ type: "returned", result: "connected", requestId: "req-1", durationMs: 540, attempts: 2 }],
  ],
  "a mistake of the page": [(client) => client.connectBank({ permissions: [] }), [], []],
};

for (const [name, [call, replies, expected]] of Object.entries(stories)) {
  test(`events: ${name}`, async () => {
    const simulation = new Simulation(replies);
    await simulation.run(() => call(simulation.client()));
    const [loaded, ...events] = simulation.events;
    assert.deepEqual(Object.keys(loaded), ["type", "durationMs"]);
    assert.ok(loaded.type === "loaded" && loaded.durationMs > 0);
    assert.deepEqual(events, expected);
    const lines = [];
    simulation.events.forEach(debugLogger({ log: (line) => lines.push(line) }));
    assert.equal(lines.length, simulation.events.length);
    assert.ok(!`${JSON.stringify(simulation.events)} ${lines.join()}`.includes("qz7marker"));
  });
}

test("loaded is reported once to each client, and a listener that throws has no effect", async () => {
  const simulation = new Simulation([list(), list(), list()]);
  const reported = [];
  const onEvent = ({ type }) => {
    reported.push(type);
    throw new Error("a listener's fault");
  };
  await simulation.run(async () => {
    const client = simulation.client({ onEvent });
    await client.listDataSessions();
    await client.listDataSessions();
    await simulation.client({ onEvent }).listDataSessions();
  });
  assert.deepEqual(reported, ["loaded", "listed", "listed", "loaded", "listed"]);
});

test("a library that cannot be loaded is reported as a failure of the first operation", async () => {
  const program = `
    const ivy = await import(${JSON.stringify(new URL("../../pkg/inline.js", import.meta.url).href)});
    // Load Node's own fetch first, which is WebAssembly too.
    new Request("https://shop.example/");
    WebAssembly.compile = () => Promise.reject(new Error("no"));
    const onEvent = ({ durationMs, ...event }) => console.log(JSON.stringify(event));
    await ivy.createClient({ proxyUrl: "https://shop.example/api/ivy", onEvent }).recallBank({ permissions: ["identity"] }).catch(() => {});`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  assert.deepEqual(JSON.parse(stdout), { type: "failed", operation: "load", code: "load_failed", attempts: 1 });
});

test("the debug logger prints known members of known form alone", () => {
  const lines = [];
  const log = debugLogger({ log: (line) => lines.push(line) });
  log({ type: "failed", operation: "create", code: "conflict", durationMs: 12.6, attempts: 2, status: 409, requestId: "r-1" });
  log({ type: "opened", mode: "redirect" });
  log({ type: MARKER, operation: MARKER, code: { MARKER }, requestId: MARKER, status: MARKER, name: MARKER, durationMs: "1" });
  assert.deepEqual(lines, ["ivy failed operation=create code=conflict status=409 attempts=2 durationMs=13 requestId=r-1", "ivy opened mode=redirect", "ivy event"]);
  const printed = [];
  const own = console.debug;
  console.debug = (...what) => printed.push(what);
  try {
    debugLogger()({ type: "loaded", durationMs: 3 });
  } finally {
    console.debug = own;
  }
  assert.deepEqual(printed, [["ivy loaded durationMs=3"]]);
});
