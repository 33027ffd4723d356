// Tests of connectBank: list, decide, create.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, before, test } from "node:test";
import "../shared/typescript.mjs";
import * as ivy from "../../pkg/inline.js";
import { START, Simulation, closePage, json, lost, openPage, silent } from "./simulation.mjs";

before(() => ivy.init());
afterEach(closePage);

const returnUrls = JSON.parse(readFileSync(new URL("../data/return-urls.json", import.meta.url), "utf8"));
const { returnNonce } = await import("../../pkg/src/proxy/return-nonce.ts");
const { readReturnUrl } = await import("../../pkg/src/login/return-url.ts");

const DATE = { date: new Date(START).toUTCString() };
const CREATED = { id: "s9", referenceId: "order-9", redirectUrl: "https://checkout.getivy.de/?s=9", expiresAt: 1_800_000_000 };
const COMPLETE = { id: "s1", status: "complete", createdAt: START / 1_000 - 43_200, data: { identity: { name: "Ada Example" }, accounts: [{}] } };
const IDENTITY = { permissions: ["identity"] };

const ok = (body, headers = DATE) => async () => json(200, body, headers);
const list = (...dataSessions) => ok({ dataSessions });
const respondsWith = (status, body = { code: "proxy_unavailable" }) => async () => json(status, body);
const connect = (simulation, request = IDENTITY, options, settings) => simulation.run(() => simulation.client(settings).connectBank(request, options));
const recall = (simulation, request = IDENTITY, options) => simulation.run(() => simulation.client().recallBank(request, options));

test("a recalled visit makes one request and a first visit two", async () => {
  const known = new Simulation([list(COMPLETE)]);
  assert.equal((await connect(known)).value.kind, "recalled");
  assert.deepEqual(known.sent.map(({ path }) => path), ["/data/session/list"]);

  const first = new Simulation([list(), ok(CREATED)]);
  assert.deepEqual((await connect(first)).value, { kind: "login", ...CREATED, reason: "no_past_session" });
  assert.deepEqual(first.sent.map(({ path, body }) => [path, body]), [["/data/session/list", "{}"], ["/data/session/create", JSON.stringify(IDENTITY)]]);
  assert.deepEqual(first.sent.map(({ key }) => key === null), [true, false]);
});

test("recallBank is the first half, and never creates", async () => {
  const known = new Simulation([list(COMPLETE), list(COMPLETE)]);
  assert.deepEqual((await recall(known)).value, (await connect(known)).value);
  assert.deepEqual((await recall(new Simulation([list()]))).value, { kind: "not_recalled", reason: "no_past_session" });
  assert.deepEqual((await recall(new Simulation([]), IDENTITY, { fresh: true })).value, { kind: "not_recalled", reason: "requested" });
  const { value } = await recall(new Simulation([lost, lost]));
  assert.deepEqual([value.kind, value.reason, value.problem.code], ["not_recalled", "list_unavailable", "network"]);
  assert.equal((await recall(new Simulation([respondsWith(401)]))).error.code, "unauthorized");
});

test("sessions come newest first, and an age is not known without the proxy's clock", async () => {
  const older = { ...COMPLETE, id: "s0", createdAt: COMPLETE.createdAt - 1_000_000 };
  const { value } = await recall(new Simulation([list(older, {}, COMPLETE)]));
  assert.deepEqual([value.sessions, value.session, value.ageDays, value.identityDiffers], [[COMPLETE, older], COMPLETE, 0, false]);
  const undated = ok({ dataSessions: [COMPLETE] }, {});
  assert.equal((await recall(new Simulation([undated]))).value.ageDays, null);
  assert.equal((await recall(new Simulation([undated]), IDENTITY, { maxAgeDays: 90 })).value.reason, "age_unknown");
});

test("a session with half an emoji is set aside: the others are recalled, or a login is offered", async () => {
  const cut = { ...COMPLETE, id: "s2", data: { identity: { name: "Ada \ud83d" }, accounts: [{}] } };
  const { value } = await connect(new Simulation([list(cut, COMPLETE)]));
  assert.deepEqual([value.kind, value.sessions], ["recalled", [COMPLETE]]);
  const alone = new Simulation([list(cut), ok(CREATED)]);
  assert.deepEqual((await connect(alone)).value, { kind: "login", ...CREATED, reason: "no_past_session" });
  const all = new Simulation([list(cut, COMPLETE)]);
  const listed = await all.run(() => all.client().listDataSessions());
  assert.deepEqual([listed.value.sessions, listed.value.rejected[0].index], [[COMPLETE], 0]);
});

test("a date that is not plausible epoch seconds is never an age, and never shown", async () => {
  const now = START / 1_000;
  for (const wrong of [now * 1e3, now * 1e6, now * 1e9, -now, 0, now + 0.5, now + 400, 1e300]) {
    const { value } = await recall(new Simulation([list({ ...COMPLETE, createdAt: wrong })]));
    const { createdAt, ...without } = COMPLETE;
    assert.deepEqual([value.sessions, value.ageDays], [[without], null], String(wrong));
    assert.equal((await recall(new Simulation([list({ ...COMPLETE, createdAt: wrong })]), IDENTITY, { maxAgeDays: 1e6 })).value.reason, "age_unknown");
  }
  for (const wrong of [String(now), new Date(START).toISOString()]) {
    assert.equal((await recall(new Simulation([list({ ...COMPLETE, createdAt: wrong })]))).value.reason, "no_past_session");
  }
  const login = await connect(new Simulation([list(), ok({ ...CREATED, expiresAt: CREATED.expiresAt * 1e3 })]));
  assert.equal(login.value.expiresAt, null);
});

const undated = { ...COMPLETE, createdAt: undefined };
const accountsOnly = { id: "s2", status: "complete", data: { accounts: [{}] } };
const reasons = [
  ["guest", IDENTITY, {}, [ok({ dataSessions: [] }, { "ivy-recall": "guest" })]],
  ["requested", IDENTITY, { fresh: true }, []],
  ["metadata_only", { ...IDENTITY, externalUser: { metadata: { a: 1 } } }, {}, []],
  ["no_past_session", IDENTITY, {}, [list()]],
  ["not_complete", IDENTITY, {}, [list({ id: "s2", status: "open" })]],
  ["missing_data", IDENTITY, {}, [list(accountsOnly)]],
  ["recalled", IDENTITY, { require: ["accounts"] }, [list(accountsOnly)]],
  ["missing_data", { permissions: ["balances"] }, {}, [list(COMPLETE)]],
  ["recalled", { permissions: ["balances"] }, { require: ["identity"] }, [list(COMPLETE)]],
  ["age_unknown", IDENTITY, { maxAgeDays: 1 }, [list(undated)]],
  ["too_old", IDENTITY, { maxAgeDays: 0 }, [list(COMPLETE)]],
  ["list_unavailable", IDENTITY, {}, [respondsWith(503), respondsWith(503)]],
  ["list_unavailable", IDENTITY, {}, [respondsWith(429), respondsWith(408)]],
  ["list_unavailable", IDENTITY, {}, [silent]],
  ["list_unavailable", IDENTITY, {}, [lost, lost]],
];
for (const [reason, request, options, replies] of reasons) {
  test(`${reason}: ${JSON.stringify([request, options])}`, async () => {
    const { value } = await connect(new Simulation([...replies, ok(CREATED)]), request, options);
    assert.equal(value.reason ?? value.kind, reason);
  });
}

test("a list that cannot be had costs three seconds at most", async () => {
  const simulation = new Simulation([silent, ok(CREATED)]);
  assert.equal((await connect(simulation)).value.problem.code, "timeout");
  assert.equal(simulation.sent[1].at, 3_000);
  // If the whole call has no more time than the list, it ends, also if a clock shows that a little time is left.
  for (const behind of [0, 1]) {
    const short = new Simulation([silent, silent], behind);
    assert.equal((await connect(short, IDENTITY, {}, { timeoutMs: 2_000 })).error.code, "timeout");
    assert.deepEqual(short.sent.map(({ path }) => path), ["/data/session/list"]);
  }
});

test("a list that is refused is not hidden behind a login", async () => {
  const rows = [
    [respondsWith(400), "proxy_rejected"],
    [respondsWith(401), "unauthorized"],
    [respondsWith(403), "forbidden"],
    [respondsWith(404), "misconfigured"],
    [ok("{}"), "decode_failed"],
    [ok(""), "decode_failed"],
    [ok({ a: "x".repeat(2_000_000) }), "response_too_large"],
  ];
  for (const [reply, code] of rows) assert.equal((await connect(new Simulation([reply]))).error.code, code);
});

test("the query names the user as the create does", async () => {
  const rows = [
    [undefined, {}],
    [{ email: "a@b.example", referenceId: "c1" }, { externalUserReferenceId: "c1" }],
    [{ phone: "+49 152 00000001" }, { externalUserPhone: "+4915200000001" }],
  ];
  for (const [externalUser, query] of rows) {
    const simulation = new Simulation([list(COMPLETE)]);
    await recall(simulation, { ...IDENTITY, externalUser });
    assert.deepEqual(JSON.parse(simulation.sent[0].body), query);
  }
});

test("a created session must lead to a login page", async () => {
  const leading = (redirectUrl) => ok({ id: "s9", redirectUrl });
  const rows = [
    [leading("https://getivy.de.evil.example/"), "untrusted_redirect"],
    [leading("javascript:alert(1)"), "untrusted_redirect"],
    [leading(7), "decode_failed"],
    [leading(null), "decode_failed"],
    [ok({ id: "s9" }), "decode_failed"],
    [ok({ redirectUrl: CREATED.redirectUrl }), "decode_failed"],
    [ok('{"id":"s9","redirectUrl":"https://evil.example/","redirectUrl":"https://checkout.getivy.de/"}'), "decode_failed"],
    [ok("[]"), "decode_failed"],
    [respondsWith(409), "conflict"],
  ];
  for (const [reply, code] of rows) assert.equal((await connect(new Simulation([reply]), IDENTITY, { fresh: true })).error.code, code);
  // One version of Ivy's documentation promises no more than these two fields.
  const { value } = await connect(new Simulation([leading(CREATED.redirectUrl)]), IDENTITY, { fresh: true });
  assert.deepEqual(value, { kind: "login", id: "s9", referenceId: "", redirectUrl: CREATED.redirectUrl, expiresAt: null, reason: "requested" });
});

test("options that are not known or not right are refused, all at once", async () => {
  const rows = [
    [[], "type"],
    [null, "type"],
    [7, "type"],
    [{ maxAge: 1 }, "unknown_field"],
    [{ maxAgeDays: "1" }, "type"],
    [{ maxAgeDays: null }, "type"],
    [{ maxAgeDays: NaN }, "type"],
    [{ maxAgeDays: -1 }, "out_of_range"],
    [{ fresh: 1 }, "type"],
    [{ require: "identity" }, "type"],
    [{ require: ["identity", "name"] }, "invalid_permission"],
    [{ require: [1] }, "invalid_permission"],
    [{ require: [""] }, "invalid_permission"],
    [{ maxAgeDays: -1, fresh: 1, maxAge: 2 }, "out_of_range,type,unknown_field"],
  ];
  for (const [options, codes] of rows) {
    const { error } = await connect(new Simulation([]), IDENTITY, options);
    assert.deepEqual([error.code, error.issues.map(({ code }) => code).join()], ["validation_failed", codes]);
  }
  const simulation = new Simulation([list(COMPLETE)]);
  const { value } = await connect(simulation, IDENTITY, { require: ["identity"], maxAgeDays: 0.75, fresh: false }, { extraPermissions: ["income"] });
  assert.equal(value.kind, "recalled");
});

test("the permissions that may be required are those that a request may name", async () => {
  const named = ["identity", "match_identity", "accounts", "balance", "balances", "transactions", "income", "name"];
  for (const name of named) {
    const { issues = [] } = ivy.checkDataSessionRequest({ permissions: [name] }, { extraPermissions: ["income"] });
    const isKnown = !issues.some(({ code }) => code === "invalid_permission");
    const { error } = await connect(new Simulation([list(COMPLETE), ok(CREATED)]), IDENTITY, { require: [name] }, { extraPermissions: ["income"] });
    assert.equal(error === undefined, isKnown, name);
  }
});

test("forgetBank: one, or all of this customer's", async () => {
  const simulation = new Simulation([ok({ forgotten: 1 }), ok({ forgotten: 3 })]);
  const forget = async (id) => (await simulation.run(() => simulation.client().forgetBank(id))).value;
  assert.deepEqual([await forget("s1"), await forget()], [{ forgotten: 1 }, { forgotten: 3 }]);
  assert.deepEqual(simulation.sent.map(({ path, body }) => [path, body]), [["/forget", '{"id":"s1"}'], ["/forget", "{}"]]);
  for (const id of ["", 7, null]) {
    assert.equal((await simulation.run(() => simulation.client().forgetBank(id))).error.issues[0].path[0], "id");
  }
  for (const body of ["{}", "[]", '{"forgotten":"all"}', "7"]) {
    const odd = new Simulation([ok(body)]);
    assert.equal((await odd.run(() => odd.client().forgetBank())).error.code, "decode_failed", body);
  }
});

test("the nonce is read and taken away, and everything else stays, whatever a gateway has made of the URL", () => {
  const named = (text) => text && text.replaceAll("NONCE", `-_${"aZ09".repeat(10)}x`).replaceAll("OTHER", `${"bY18".repeat(10)}_-x`);
  for (const { url, page, server, without } of returnUrls.rows) {
    const { isReturn, ...read } = readReturnUrl(named(url));
    assert.deepEqual(read, { nonce: named(page) ?? "", without: named(without) }, url);
    if (page) assert.ok(isReturn, url);
    // A server gets the path and the query alone.
    const target = named(url).replace(/^https:\/\/[^/?#]*/, "").replace(/#.*$/s, "");
    assert.equal(returnNonce(target), named(server), url);
  }
});

test("a login has returned if the query has its parameter, and if the fragment has its nonce", () => {
  const isReturn = (rest) => readReturnUrl(`https://shop.example/${rest}`).isReturn;
  for (const rest of ["?ivy=", "?ivy=x", "?a?ivy=x", `#/r?ivy=${"n".repeat(43)}`]) assert.ok(isReturn(rest), rest);
  for (const rest of ["", "?ivy", "?ivy_outcome=error", "?a=ivy=x", "#ivy=x", "#/r?ivy=x"]) assert.ok(!isReturn(rest), rest);
});

test("whatever a URL looks like, the nonce is a nonce, the rest stays, and reading again changes nothing", () => {
  const parts = ["?", "&", "#", "=", "ivy", "ivy=", "ivy_outcome=", "x", "%20", "é", "n".repeat(43), "m".repeat(44), `ivy=${"a".repeat(43)}`, ";", "&amp;", "/", "\n", "+"];
  let seed = 7;
  const random = (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 20_000; round++) {
    const href = new URL(`https://shop.example/${Array.from({ length: random(12) }, () => parts[random(parts.length)]).join("")}`).href;
    const { nonce, without } = readReturnUrl(href);
    assert.match(nonce, /^([\w-]{43})?$/, href);
    assert.ok(!nonce || href.includes(`ivy=${nonce}`), href);
    assert.deepEqual(readReturnUrl(without), { nonce: "", isReturn: false, without }, href);
    const [before, after] = [new URL(href), new URL(without)];
    assert.equal(after.pathname, before.pathname, href);
    const others = ({ search }) => search.split(/[?&;]/).filter((part) => part && !/^ivy(_outcome)?(=|$)/.test(part));
    assert.deepEqual(others(after), others(before), href);
    const nonces = before.hash.split(/[?&;#]/).filter((part) => /^ivy=[\w-]{43}(?![\w-])/.test(part));
    if (nonces.length === 0) assert.equal(after.hash, before.hash, href);
  }
});

const pending = ok({ referenceId: "order-1", status: "pending" });
const resume = (simulation, options) => {
  openPage(`https://shop.example/return?ivy=${"n".repeat(43)}`);
  return simulation.run(() => simulation.client(options).resumeBankLogin());
};

test("the result of a pending login is requested by its reference until it ends", async () => {
  const simulation = new Simulation([pending, pending, respondsWith(503), lost, ok({ referenceId: "order-1", status: "expired" })]);
  assert.deepEqual((await resume(simulation)).value, { kind: "not_connected", referenceId: "order-1", reason: "expired" });
  assert.deepEqual(simulation.sent.slice(1).map(({ body }) => body), Array(4).fill('{"referenceId":"order-1"}'));
});

test("a pending login is waited for ten seconds at most", async () => {
  for (const replies of [Array(9).fill(pending), [pending, silent]]) {
    const simulation = new Simulation(replies);
    assert.deepEqual((await resume(simulation)).value, { kind: "pending", referenceId: "order-1" });
    assert.ok(simulation.time > 5_000 && simulation.time <= 10_000, String(simulation.time));
  }
});

test("a permanent failure is an error, and the nonce stays for another try", async () => {
  const broken = { referenceId: "order-1", status: "complete", session: { id: 7, status: "complete" } };
  const rows = [
    [respondsWith(401), "unauthorized"],
    [respondsWith(404, "<html>"), "misconfigured"],
    [ok("{}"), "decode_failed"],
    [ok("[]"), "decode_failed"],
    [ok("{"), "decode_failed"],
    [ok({ referenceId: "order-1" }), "decode_failed"],
    [ok({ referenceId: "order-1", status: "odd" }), "decode_failed"],
    [ok({ referenceId: "order-1", status: "complete" }), "decode_failed"],
    [ok(broken), "decode_failed"],
  ];
  for (const [reply, code] of rows) {
    assert.equal((await resume(new Simulation([reply]))).error.code, code);
    assert.match(location.href, /ivy=n/);
  }
});
