// Tests of lists that are on their way before the library is loaded: the page's own, the early script's, and the client's.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import * as ivy from "../../pkg/inline.js";
import { PROXY, START, Simulation, json, lost, silent } from "./simulation.mjs";

await ivy.init();

const SLOT = Symbol.for("ivy-data-session.early");
afterEach(() => delete globalThis[SLOT]);

const DATE = { date: new Date(START).toUTCString() };
const COMPLETE = { id: "s1", status: "complete", createdAt: START / 1_000 - 43_200, data: { identity: { name: "Ada Example" }, accounts: [{}] } };
const BODY = { dataSessions: [COMPLETE] };
const IDENTITY = { permissions: ["identity"] };
const LIST = "/data/session/list";

const ok = (body = BODY, headers = DATE) => json(200, body, headers);
const recall = (simulation, list, request = IDENTITY, settings) => simulation.run(() => simulation.client(settings).recallBank(request, { list: list?.() }));

const reference = await new Simulation([async () => ok()]).run(() => ivy.createClient({ proxyUrl: PROXY, credentials: "omit" }).recallBank(IDENTITY));
assert.equal(reference.value.kind, "recalled");

const LISTS = {
  "a response": () => ok(),
  "a promise of a response": async () => ok(),
  "a response that comes late": () => wait(1).then(() => ok()),
  "text": () => ({ body: JSON.stringify(BODY), now: START / 1_000 }),
  "bytes": () => ({ body: new TextEncoder().encode(JSON.stringify(BODY)), now: START / 1_000, guest: false }),
  "a value": () => ({ body: BODY, now: START / 1_000 }),
  "a promise of a value": async () => ({ body: BODY, now: START / 1_000 }),
};
for (const [name, list] of Object.entries(LISTS)) {
  test(`${name} is decided like a list of the client's own, without a request`, async () => {
    const simulation = new Simulation([]);
    assert.deepEqual(await recall(simulation, list), reference);
    assert.deepEqual(simulation.sent, []);
    assert.deepEqual(simulation.events.map(({ type }) => type).filter((type) => type !== "loaded"), ["listed", "recalled"]);
  });
}

test("a guest's list offers nothing, and without the proxy's clock no age is known", async () => {
  const simulation = new Simulation([]);
  assert.equal((await recall(simulation, () => ({ body: BODY, guest: true }))).value.reason, "guest");
  assert.equal((await recall(simulation, () => ok(BODY, { "ivy-recall": "guest" }))).value.reason, "guest");
  assert.equal((await recall(simulation, () => ({ body: BODY }))).value.ageDays, null);
});

const FAILURES = {
  "a rejection": () => Promise.reject(new Error("offline")),
  "a rejection with nothing": () => Promise.reject(),
  "status 401": () => json(401, { code: "unauthorized" }),
  "status 500": () => json(500, { code: "internal" }),
  "a redirect": () => Response.error(),
  "a page": () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  "a body that is no list": () => ok({ sessions: [] }),
  "half a body": () => ok('{"dataSessions":[{"id"'),
  "too many bytes": () => ok({ ...BODY, padding: "x".repeat(2_000_000) }),
  "a value without a body": () => ({ now: START / 1_000 }),
  "a promise of nothing": async () => undefined,
  "a body that was read": async () => {
    const response = ok();
    await response.text();
    return response;
  },
};
for (const [name, list] of Object.entries(FAILURES)) {
  test(`after ${name} the proxy is asked once`, async () => {
    const simulation = new Simulation([async () => ok()]);
    assert.deepEqual(await recall(simulation, list), reference);
    assert.deepEqual(simulation.sent.map(({ path, body }) => [path, body]), [[LIST, "{}"]]);
    const failing = new Simulation([lost]);
    assert.equal((await recall(failing, list)).value.reason, "list_unavailable", "and not again");
    assert.equal(failing.sent.length, 1);
  });
}

test("a list is used by one call: the next one asks", async () => {
  for (const make of [LISTS.text, LISTS["a promise of a value"]]) {
    const list = make();
    const simulation = new Simulation([async () => ok({ dataSessions: [] })]);
    assert.deepEqual(await recall(simulation, () => list), reference);
    assert.equal((await recall(simulation, () => list)).value.reason, "no_past_session");
  }
});

test("a list that never comes costs no more than one of the client's own", async () => {
  const simulation = new Simulation([]);
  const { value } = await recall(simulation, () => new Promise(() => {}));
  assert.deepEqual([value.reason, value.problem.code, simulation.time], ["list_unavailable", "timeout", 3_000]);
});

test("connectBank goes on to a login, and a wrong option is refused before anything is sent", async () => {
  const created = { id: "s9", referenceId: "o9", redirectUrl: "https://checkout.getivy.de/?s=9", expiresAt: 1_800_000_000 };
  const simulation = new Simulation([async () => ok(created)]);
  const { value } = await simulation.run(() => simulation.client().connectBank(IDENTITY, { list: ok({ dataSessions: [] }) }));
  assert.deepEqual([value.kind, value.reason], ["login", "no_past_session"]);
  const { error } = await recall(simulation, () => "list");
  assert.deepEqual([error.code, error.issues[0].path], ["validation_failed", ["list"]]);
});

/** Leaves a list as the early script does. */
function leave(members = {}) {
  globalThis[SLOT] = { url: PROXY + LIST, credentials: "omit", began: 0, response: Promise.resolve(ok()), ...members };
}

test("the early list is taken once, for the same URL, credentials and headers, if it is young", async () => {
  leave();
  const taken = new Simulation([async () => ok({ dataSessions: [] })]);
  assert.deepEqual(await recall(taken), reference);
  assert.equal(globalThis[SLOT], undefined);
  assert.equal((await recall(taken)).value.reason, "no_past_session");

  const asks = async (members, request, settings) => {
    leave(members);
    const simulation = new Simulation([async () => ok({ dataSessions: [] })]);
    assert.equal((await recall(simulation, undefined, request, settings)).value.reason, "no_past_session", JSON.stringify(members));
    assert.equal(simulation.sent.length, 1);
  };
  await asks({ url: "https://shop.example/api/other/data/session/list" });
  await asks({ credentials: "include" });
  await asks({ began: -30_000 });
  await asks({}, IDENTITY, { headers: { "x-csrf": "1" } });
  await asks({}, { ...IDENTITY, externalUser: { email: "ada@example.com" } });
});

test("an early script that comes after the client asks for nothing", async () => {
  const simulation = new Simulation([async () => ok()]);
  assert.deepEqual(await recall(simulation), reference);
  assert.equal(simulation.sent.length, 1);
  const late = await early({ proxyUrl: "/api/ivy" }, undefined, globalThis[SLOT]);
  assert.deepEqual([late.sent, late.timers], [[], []]);
});

test("an early list that failed is asked for again", async () => {
  const response = Promise.reject(new TypeError("failed to fetch"));
  response.catch(() => {});
  leave({ response });
  assert.deepEqual(await recall(new Simulation([async () => ok()])), reference);
});

/** Runs the early script in a page with this tag. `slot` is what a client has left in the place of the list. */
async function early(dataset, answer = async () => ok(), slot = undefined) {
  const script = await readFile(new URL("../../pkg/early.js", import.meta.url), "utf8");
  const page = { sent: [], timers: [], listeners: {}, [SLOT]: slot };
  Object.assign(page, {
    document: { baseURI: "https://shop.example/checkout/pay", currentScript: dataset && { dataset } },
    performance: { now: () => 7 },
    fetch: (url, init) => (page.sent.push({ url, init }), answer(url)),
    setTimeout: (act, ms) => page.timers.push({ act, ms }),
    addEventListener: (name, act) => (page.listeners[name] = act),
  });
  const globals = { ...page, globalThis: page };
  new Function(...Object.keys(globals), script)(...Object.values(globals));
  return page;
}

test("the early script sends the request that the client would send, and needs nothing besides its tag", async () => {
  const { sent } = await early({ proxyUrl: "/api/ivy/" });
  const simulation = new Simulation([async (request) => (Object.assign(simulation, { request }), ok())]);
  await recall(simulation, undefined, IDENTITY, { credentials: "same-origin" });
  const mine = simulation.request;
  const other = new Request(sent[0].url, sent[0].init);
  for (const member of ["url", "method", "cache", "credentials", "redirect", "referrerPolicy"]) assert.equal(other[member], mine[member], member);
  assert.deepEqual([...other.headers], [...mine.headers]);
  assert.equal(await other.text(), simulation.sent[0].body);
});

test("the early script drops its list after 30 s, after a failure, and in a page from the back/forward cache", async () => {
  const page = await early({ proxyUrl: "/api/ivy", credentials: "include" });
  const { response, ...left } = page[SLOT];
  assert.deepEqual({ ...left }, { url: `https://shop.example/api/ivy${LIST}`, credentials: "include", began: 7 });
  assert.deepEqual(page.timers.map(({ ms }) => ms), [30_000]);
  page.listeners.pageshow({ persisted: false });
  assert.ok(page[SLOT]);
  page.listeners.pageshow({ persisted: true });
  assert.equal(page[SLOT], undefined);
  const timed = await early({ proxyUrl: "/api/ivy" });
  timed.timers[0].act();
  assert.equal(timed[SLOT], undefined);
  const failed = await early({ proxyUrl: "/api/ivy" }, () => Promise.reject(new TypeError("offline")));
  await wait(1);
  assert.equal(failed[SLOT], undefined);
});

test("the early script follows a redirect to the path with a slash, and is silent where it cannot work", async () => {
  const page = await early({ proxyUrl: "/api/ivy" }, async (url) => (url.endsWith("/") ? ok() : { type: "opaqueredirect" }));
  assert.equal((await page[SLOT].response).status, 200);
  assert.deepEqual(page.sent.map(({ url }) => url.slice(-6)), ["n/list", "/list/"]);
  for (const dataset of [undefined, {}, { proxyUrl: "https://" }]) {
    const idle = await early(dataset);
    assert.deepEqual([idle.sent, idle[SLOT]], [[], undefined]);
  }
  assert.equal((await early({ proxyUrl: "/api/ivy" }, () => assert.fail("blocked")))[SLOT], undefined);
});

test("the early script has at most 1,200 bytes", async () => {
  const script = await readFile(new URL("../../pkg/early.js", import.meta.url));
  assert.ok(script.length <= 1_200, `${script.length} bytes`);
});

test("a client sends its list in the call itself, beside the loading of the library", async () => {
  const { createClient } = await import("../../pkg/inline.js?not-loaded");
  const sent = [];
  const { fetch } = globalThis;
  try {
    globalThis.fetch = async ({ url }) => (sent.push(url), ok());
    const client = createClient({ proxyUrl: PROXY, credentials: "omit" });
    const calls = {
      mine: client.recallBank(IDENTITY),
      users: client.recallBank({ ...IDENTITY, externalUser: { email: "ada@example.com" } }).catch(({ code }) => code),
      fresh: client.recallBank(IDENTITY, { fresh: true }),
    };
    const atOnce = sent.length;
    assert.equal((await calls.mine).kind, "recalled");
    assert.equal((await calls.fresh).reason, "requested");
    await calls.users;
    assert.equal(atOnce, 1);
    assert.equal(sent.length, 2, "the list of a user follows");
  } finally {
    globalThis.fetch = fetch;
  }
});

test("an abort and a failed load end the early request and leave no rejection behind", async () => {
  const { createClient } = await import("../../pkg/inline.js?aborted");
  const { fetch } = globalThis;
  const signals = [];
  try {
    globalThis.fetch = (request) => (signals.push(request.signal), silent(request));
    const controller = new AbortController();
    const call = createClient({ proxyUrl: PROXY, credentials: "omit" }).recallBank(IDENTITY, { signal: controller.signal });
    controller.abort();
    await assert.rejects(call, { code: "aborted" });
    await wait(1);
    assert.deepEqual(signals.map(({ aborted }) => aborted), [true]);
  } finally {
    globalThis.fetch = fetch;
  }
});
