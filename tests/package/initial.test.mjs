// Tests of the outcome that the merchant's server has rendered, and of a client whose customer changes.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import * as ivy from "../../pkg/inline.js";
import { PROXY, START, Simulation, closePage, json, openPage, respondAfter } from "./simulation.mjs";

await ivy.init();

const SLOT = Symbol.for("ivy-data-session.early");
afterEach(() => delete globalThis[SLOT]);

const NOW = START / 1_000;
const IDENTITY = { permissions: ["identity"] };
const LIST = "/data/session/list";
const session = (name, id = "s1") => ({ id, status: "complete", createdAt: NOW - 43_200, data: { identity: { name }, accounts: [{ handle: "h1" }] } });
const ADA = session("Ada Example");
const EVIL = "</script><img onerror=…>&\"' Zoë";

/** Returns a list of the proxy for a customer with a tag. */
const list = (owner, ...sessions) => json(200, { dataSessions: sessions }, { date: new Date(START).toUTCString(), ...(owner && { "ivy-owner": owner }) });

const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const RECALLED = { kind: "recalled", sessions: [ADA, session("Ada Example", "s2")], offered: 0, ageDays: 0, identityDiffers: false };
const initial = (members = {}, outcome = {}) => encode({ v: 1, at: NOW, owner: "ada", outcome: { ...RECALLED, ...outcome }, ...members });
const types = ({ events }) => events.map(({ type, reason }) => (reason ? `${type} ${reason}` : type)).filter((type) => type !== "loaded");

/** Runs calls of one client in turn: `[method, ...arguments]`, or a function. */
async function calls(simulation, steps, settings) {
  return simulation.run(async () => {
    const client = simulation.client(settings);
    const values = [];
    for (const step of steps) values.push(typeof step === "function" ? await step(client) : await client[step[0]](...step.slice(1)));
    return values;
  });
}
/** Runs a call and, while it is under way, another one. */
const during = (first, second) => (client) =>
  Promise.all([first(client), new Promise((resolve) => setTimeout(() => resolve(second(client)), 50))]);
const recall = (options) => ["recallBank", IDENTITY, options];

test("an initial outcome is the outcome, without a request, whatever a bank is called", async () => {
  const evil = { ...ADA, data: { ...ADA.data, bankName: EVIL } };
  const text = initial({}, { sessions: [evil, ADA], offered: 1, ageDays: 3 });
  assert.match(text, /^[\w-]+$/);
  const simulation = new Simulation([]);
  const expected = { kind: "recalled", sessions: [evil, ADA], session: ADA, ageDays: 3, identityDiffers: false };
  const { value } = await calls(simulation, [recall({ initial: text }), ["connectBank", IDENTITY, { initial: text }], recall({ initial: initial({}, { offered: null, ageDays: null }) })]);
  assert.deepEqual(value.slice(0, 2), [expected, expected]);
  assert.deepEqual([value[2].session, value[2].ageDays], [null, null]);
  assert.deepEqual([simulation.sent, types(simulation)], [[], ["recalled", "recalled", "recalled"]]);
});

test("an initial login is one, and connectBank creates it without asking for a list", async () => {
  for (const reason of ["guest", "recall_off", "no_past_session"]) {
    const text = initial({ outcome: { kind: "not_recalled", reason } });
    const created = { id: "s9", referenceId: "o9", redirectUrl: "https://checkout.getivy.de/?s=9", expiresAt: 1_800_000_000 };
    const simulation = new Simulation([async () => json(200, created)]);
    const { value } = await calls(simulation, [recall({ initial: text }), ["connectBank", IDENTITY, { initial: text }]]);
    assert.deepEqual([value[0], value[1].kind, value[1].reason], [{ kind: "not_recalled", reason }, "login", reason]);
    assert.deepEqual(simulation.sent.map(({ path }) => path), ["/data/session/create"]);
  }
});

const UNREADABLE = {
  "no base64": "<b>",
  "one letter": "a",
  "no UTF-8": Buffer.from([0x22, 0xff, 0x22]).toString("base64url"),
  "no JSON": encode("{"),
  "nothing": encode("null"),
  "a list": encode([]),
  "half of it": initial().slice(0, -5),
  "another version": initial({ v: 2 }),
  "no version": initial({ v: undefined }),
  "a time that is none": initial({ at: "now" }),
  "no time": initial({ at: undefined }),
  "no owner": initial({ owner: undefined }),
  "no outcome": initial({ outcome: null }),
  "an unknown kind": initial({}, { kind: "login" }),
  "no sessions": initial({}, { sessions: [] }),
  "sessions that are none": initial({}, { sessions: [null] }),
  "a session without an id": initial({}, { sessions: [{ status: "complete" }] }),
  "a session without accounts": initial({}, { sessions: [{ ...ADA, data: { accounts: 1 } }] }),
  "accounts that are none": initial({}, { sessions: [{ ...ADA, data: { accounts: [null] } }] }),
  "an offer that is not there": initial({}, { offered: 2 }),
  "an offer that is no position": initial({}, { offered: "length" }),
  "no reason": initial({ outcome: { kind: "not_recalled" } }),
};
test("an initial outcome that cannot be read is ignored: one event, one request", async () => {
  for (const [name, text] of Object.entries(UNREADABLE)) {
    const simulation = new Simulation([async () => list("ada", ADA)]);
    const { value, error } = await calls(simulation, [recall({ initial: text })]);
    assert.deepEqual([error, value?.[0].kind, simulation.sent.length], [undefined, "recalled", 1], name);
    assert.deepEqual(types(simulation), ["initial_ignored unreadable", "listed", "recalled"], name);
  }
});

test("an empty text says that the server has none; a value of another type is refused", async () => {
  const simulation = new Simulation([async () => list("ada", ADA)]);
  assert.equal((await calls(simulation, [recall({ initial: "" })])).value[0].kind, "recalled");
  assert.deepEqual(types(simulation), ["listed", "recalled"]);
  for (const [options, path, code] of [[{ initial: 7 }, "initial", "type"], [{ initialMaxAgeMs: "5" }, "initialMaxAgeMs", "type"], [{ initialMaxAgeMs: -1 }, "initialMaxAgeMs", "out_of_range"]]) {
    const { error } = await calls(new Simulation([]), [recall(options)]);
    assert.deepEqual([error.code, error.issues[0].path, error.issues[0].code], ["validation_failed", [path], code]);
  }
});

test("an initial outcome that is too old is asked for again, and so is one where another bank is wanted", async () => {
  const cases = [
    [{ initial: initial({ at: NOW - 299 }) }, 0],
    [{ initial: initial({ at: NOW - 301 }) }, 1],
    [{ initial: initial({ at: NOW - 3 }), initialMaxAgeMs: 2_000 }, 1],
    [{ initial: initial({ at: NOW - 3 }), initialMaxAgeMs: 4_000 }, 0],
  ];
  for (const [options, requests] of cases) {
    const simulation = new Simulation([async () => list("ada", ADA)]);
    assert.equal((await calls(simulation, [recall(options)])).value[0].kind, "recalled");
    assert.deepEqual([simulation.sent.length, types(simulation)[0]], [requests, requests ? "initial_ignored too_old" : "recalled"]);
  }
  const fresh = new Simulation([]);
  assert.equal((await calls(fresh, [recall({ initial: initial(), fresh: true })])).value[0].reason, "requested");
  const { error } = await calls(new Simulation([]), [recall({ initial: initial(), signal: AbortSignal.abort() })]);
  assert.equal(error.code, "aborted");
});

test("an initial outcome is not used after a bank was forgotten", async () => {
  const simulation = new Simulation([async () => json(200, { forgotten: 1 }, { date: new Date(START).toUTCString(), "ivy-owner": "ada" }), async () => list("ada")]);
  const { value } = await calls(simulation, [recall({ initial: initial() }), ["forgetBank", "s1"], recall({ initial: initial() }), recall({ initial: initial({ at: NOW + 1 }) })]);
  assert.deepEqual(value.map(({ kind }) => kind), ["recalled", undefined, "not_recalled", "recalled"]);
});

test("what the server's recall returned is taken as the list, also as a promise; without a list the proxy is asked", async () => {
  const read = { body: JSON.stringify({ dataSessions: [ADA] }), now: NOW, guest: false, owner: "ada" };
  const server = { outcome: null, list: read, initial: "", headers: {} };
  for (const given of [read, server, Promise.resolve(server)]) {
    const simulation = new Simulation([]);
    assert.equal((await calls(simulation, [recall({ list: given })])).value[0].session.id, "s1");
  }
  for (const given of [{ ...server, list: null }, Promise.resolve({ ...server, list: null })]) {
    const simulation = new Simulation([async () => list("ada", ADA)]);
    assert.equal((await calls(simulation, [recall({ list: given })])).value[0].kind, "recalled");
    assert.equal(simulation.sent.length, 1);
  }
});

const OTHER = [async () => list("ben", session("Ben Example", "b1"))];
/** Lists for Ada that a client gets which has an answer for Ben. */
const FOR_ADA = {
  "initial": () => ({ initial: initial() }),
  "a list of the server": () => ({ list: { body: { dataSessions: [ADA] }, now: NOW, owner: "ada" } }),
  "a response": () => ({ list: list("ada", ADA) }),
  "the early list": () => {
    globalThis[SLOT] = { url: PROXY + LIST, credentials: "omit", began: 0, response: Promise.resolve(list("ada", ADA)) };
    return {};
  },
};
test("an outcome for another customer is not shown, whatever it came in: the proxy is asked", async () => {
  for (const [name, options] of Object.entries(FOR_ADA)) {
    const simulation = new Simulation([...OTHER, ...OTHER]);
    const { value } = await calls(simulation, [recall({ fresh: false }), (client) => client.recallBank(IDENTITY, options())]);
    assert.deepEqual(value.map(({ session }) => session.id), ["b1", "b1"], name);
    const afterChange = new Simulation([...OTHER]);
    const changed = await calls(afterChange, [(client) => void client.customerChanged(), (client) => client.recallBank(IDENTITY, options())]);
    assert.equal(changed.value[1].session.id, "b1", name);
    assert.equal(afterChange.sent.length, 1, name);
  }
  const known = new Simulation([async () => list("ada", ADA)]);
  const { value } = await calls(known, [recall(), recall({ initial: initial() })]);
  assert.deepEqual([value[1].sessions.length, known.sent.length, types(known).includes("customer_changed")], [2, 1, false]);
});

test("another tag in any answer is one event; the same tag, and none, are no change", async () => {
  const answers = (...tags) => tags.map((tag) => async () => list(tag));
  const events = async (...tags) => {
    const simulation = new Simulation(answers(...tags));
    await calls(simulation, tags.map(() => ["listDataSessions"]));
    return types(simulation).filter((type) => type === "customer_changed").length;
  };
  assert.deepEqual([await events("ada", "ada"), await events("ada", undefined, "ada"), await events("ada", "ben"), await events("ada", "ben", "ada")], [0, 0, 1, 2]);
  const refused = new Simulation([async () => list("ada"), async () => json(401, { code: "unauthorized" }, { "ivy-owner": "nobody" })]);
  const { error } = await calls(refused, [["listDataSessions"], ["getDataSession", "s1"]]);
  assert.deepEqual([error.code, types(refused).includes("customer_changed")], ["unauthorized", true], "an error has a tag too");
});

test("an answer that began before a change is asked for again, and never taken for a change back", async () => {
  const late = respondAfter(100, () => list("ada", ADA));
  const simulation = new Simulation([async () => list("ada"), late, async () => list("ben"), ...OTHER]);
  const { value } = await calls(simulation, [["listDataSessions"], during((client) => client.recallBank(IDENTITY), (client) => client.listDataSessions())]);
  assert.equal(value[1][0].session.id, "b1");
  assert.equal(types(simulation).filter((type) => type === "customer_changed").length, 1);

  const byHand = new Simulation([respondAfter(100, () => list(undefined, ADA)), ...OTHER]);
  const changed = await calls(byHand, [during((client) => client.recallBank(IDENTITY), (client) => client.customerChanged())]);
  assert.deepEqual([changed.value[0][0].session.id, byHand.sent.length], ["b1", 2], "also without tags");
});

test("a session is created for the customer who is there, with the same key", async () => {
  const created = (id, owner) => json(200, { id, status: "open", redirectUrl: `https://checkout.getivy.de/?s=${id}` }, { "ivy-owner": owner });
  const simulation = new Simulation([async () => list("ada"), respondAfter(100, () => created("a9", "ada")), async () => list("ben"), async () => created("b9", "ben")]);
  const { value } = await calls(simulation, [["listDataSessions"], during((client) => client.createDataSession(IDENTITY), (client) => client.listDataSessions())]);
  assert.equal(value[1][0].id, "b9");
  const keys = simulation.sent.map(({ key }) => key).filter(Boolean);
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);

  const forgetting = new Simulation([async () => list("ada"), respondAfter(100, () => json(200, { forgotten: 1 }, { "ivy-owner": "ada" })), async () => list("ben")]);
  const { value: forgotten } = await calls(forgetting, [["listDataSessions"], during((client) => client.forgetBank(), (client) => client.listDataSessions())]);
  assert.deepEqual([forgotten[1][0], forgetting.sent.length], [{ forgotten: 1 }, 3], "nobody else's banks are forgotten");
});

test("a session that was read while the customer changed is read again, and the result of a login waits for its owner", async () => {
  const { parse } = JSON;
  const details = (id, owner) => async () => json(200, { id, status: "open" }, { "ivy-owner": owner });
  const simulation = new Simulation([details("a1", "ada"), details("b1", "ben")]);
  const { value } = await calls(simulation, [
    (client) => {
      JSON.parse = (text) => {
        if (text.includes('"a1"')) client.customerChanged();
        return parse(text);
      };
      return client.getDataSession("s1");
    },
  ]).finally(() => (JSON.parse = parse));
  assert.deepEqual([value[0].id, simulation.sent.length], ["b1", 2]);

  openPage(`https://shop.example/return?ivy=${"n".repeat(43)}`);
  const result = () => json(200, { referenceId: "o1", status: "complete", session: ADA }, { "ivy-owner": "ada" });
  const returned = new Simulation([async () => list("ada"), respondAfter(100, result), async () => list("ben")]);
  const { error } = await calls(returned, [["listDataSessions"], during((client) => client.resumeBankLogin(), (client) => client.listDataSessions())]).finally(closePage);
  assert.equal(error.code, "unauthorized");
});

test("recall that is switched off has a reason of its own, in the client's list, a given one and the early one", async () => {
  const off = () => json(200, { dataSessions: [] }, { "ivy-recall": "off" });
  const own = new Simulation([async () => off()]);
  assert.deepEqual((await calls(own, [recall()])).value, [{ kind: "not_recalled", reason: "recall_off" }]);
  assert.deepEqual((await calls(new Simulation([]), [recall({ list: off() })])).value[0].reason, "recall_off");
  globalThis[SLOT] = { url: PROXY + LIST, credentials: "omit", began: 0, response: Promise.resolve(off()) };
  assert.deepEqual((await calls(new Simulation([]), [recall()])).value[0].reason, "recall_off");
});

test("a page from the back/forward cache drops the customer: what is on its way, and what the server has rendered", async () => {
  globalThis.document = {};
  let show;
  globalThis.addEventListener = (type, listener) => type === "pageshow" && (show = listener);
  try {
    const simulation = new Simulation([async () => list("ada", ADA), respondAfter(100, () => list("ada", ADA)), ...OTHER]);
    const { value } = await calls(simulation, [
      recall(),
      during((client) => client.recallBank(IDENTITY), () => show({ persisted: true })),
      recall({ initial: initial() }),
    ]);
    assert.deepEqual([value[0].session.id, value[1][0].session.id], ["s1", "b1"]);
    assert.deepEqual(types(simulation).filter((type) => type.startsWith("initial")), ["initial_ignored other_customer"]);
  } finally {
    delete globalThis.document;
    delete globalThis.addEventListener;
  }
});
