// Compares the fake client of `ivy-data-session/testing` with the real package: the behaviour that a merchant's test relies
// on.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { before, test } from "node:test";
import { root } from "./packed.mjs";

const require = createRequire(import.meta.url);
const real = require(path.join(root, "pkg/index.cjs"));
const { createFakeClient, fakeIvyError, sampleLogin, sampleNotRecalled, sampleRecalled, sampleSession } = require(path.join(root, "pkg/testing.cjs"));

const request = { permissions: ["identity"], market: "DE" };
const never = () => new Promise(() => {});

/** One successful call of each method. */
const good = {
  connectBank: { script: sampleRecalled(), args: [request] },
  recallBank: { script: sampleNotRecalled({ reason: "guest" }), args: [request] },
  openBankLogin: { script: { kind: "navigating" }, args: [sampleLogin()] },
  resumeBankLogin: { script: null, args: [] },
  createDataSession: { script: sampleSession(), args: [request] },
  listDataSessions: { script: { sessions: [], rejected: [], warnings: [] }, args: [{ externalUserEmail: "ada@example.com" }] },
  getDataSession: { script: sampleSession(), args: ["session-1"] },
  forgetBank: { script: { forgotten: 1 }, args: ["session-1"] },
};
const optionsAt = (method) => (method === "resumeBankLogin" ? 0 : 1);

before(() => real.init());

test("it has the methods of the real client, and none other", () => {
  const { calls, verify, ...methods } = createFakeClient();
  assert.deepEqual(Object.keys(methods).sort(), Object.keys(real.createClient({ proxyUrl: "https://shop.example/api/ivy" })).sort());
  assert.throws(() => createFakeClient({ conectBank: null }), /no method conectBank; it has connectBank/);
});

for (const [method, { script, args }] of Object.entries(good)) {
  test(`${method}: a value, an error, a function, and nothing`, async () => {
    assert.deepEqual(await createFakeClient({ [method]: script })[method](...args), script);
    assert.deepEqual(await createFakeClient({ [method]: async () => script })[method](...args), script);
    for (const error of [fakeIvyError("network"), () => fakeIvyError("network"), async () => Promise.reject(fakeIvyError("network"))]) {
      await assert.rejects(createFakeClient({ [method]: error })[method](...args), { code: "network", retryable: true });
    }
    const silent = createFakeClient();
    await assert.rejects(silent[method](...args), ({ message, name }) => name === "Error" && message.startsWith(`${method} was called`));
    assert.throws(() => silent.verify(), new RegExp(`^Error: ${method} was called, and no outcome is scripted`));
    await assert.rejects(createFakeClient({ [method]: () => {} })[method](...args), new RegExp(`${method} gave no outcome`));
  });

  test(`${method}: a list is used up in order`, async () => {
    const ivy = createFakeClient({ [method]: [fakeIvyError("timeout"), script] });
    await assert.rejects(ivy[method](...args), { code: "timeout" });
    assert.throws(() => ivy.verify(), new RegExp(`${method} was called once, and outcomes are scripted for 2`));
    assert.deepEqual(await ivy[method](...args), script);
    ivy.verify();
    await assert.rejects(ivy[method](...args), new RegExp(`${method} was called 3 times, and outcomes are scripted for 2`));
    assert.throws(() => ivy.verify(), /3 times/);
  });

  test(`${method}: a signal ends it, before and while it runs, and is an AbortSignal`, async () => {
    const withSignal = (signal) => {
      const given = [...args];
      given[optionsAt(method)] = { signal };
      return given;
    };
    const ivy = createFakeClient({ [method]: [script, never] });
    await assert.rejects(ivy[method](...withSignal(AbortSignal.abort("any reason"))), { code: "aborted", retryable: false });
    await ivy[method](...withSignal(new AbortController().signal));
    const controller = new AbortController();
    const running = ivy[method](...withSignal(controller.signal));
    controller.abort();
    await assert.rejects(running, real.isIvyError);
    ivy.verify();
    await assert.rejects(ivy[method](...withSignal("now")), { code: "validation_failed" });
  });
}

test("calls are recorded as they were made, whatever becomes of the input or the call", async () => {
  const ivy = createFakeClient({ connectBank: fakeIvyError("forbidden"), resumeBankLogin: null });
  const input = { permissions: ["identity"], metadata: { cart: { items: 2 } } };
  await assert.rejects(ivy.connectBank(input, { fresh: true }));
  input.metadata.cart.items = 7;
  await ivy.resumeBankLogin();
  assert.deepEqual(ivy.calls, [
    { method: "connectBank", args: [{ permissions: ["identity"], metadata: { cart: { items: 2 } } }, { fresh: true }] },
    { method: "resumeBankLogin", args: [] },
  ]);
});

test("an input that goes in circles or has an odd key is recorded too", async () => {
  const ivy = createFakeClient({ connectBank: sampleRecalled() });
  const input = JSON.parse('{"permissions":[],"__proto__":{"polluted":true}}');
  input.self = input;
  await ivy.connectBank(input);
  const [recorded] = ivy.calls[0].args;
  assert.equal(recorded.self, recorded);
  assert.ok(Object.hasOwn(recorded, "__proto__") && !("polluted" in recorded));
});

test("a page that changes what it got changes nothing for the next call", async () => {
  const script = sampleRecalled();
  const ivy = createFakeClient({ connectBank: script });
  const first = await ivy.connectBank(request);
  assert.equal(first.session, first.sessions[0]);
  first.sessions[0].data.accounts.length = 0;
  script.sessions.length = 0;
  assert.equal((await ivy.connectBank(request)).session.data.accounts.length, 1);
});

test("the result of a login is the scripted one, not that of the opened login", async () => {
  const ivy = createFakeClient({ openBankLogin: { kind: "navigating" }, resumeBankLogin: [null, { kind: "pending", referenceId: "order-2" }] });
  await ivy.openBankLogin(sampleLogin());
  assert.equal(await ivy.resumeBankLogin(), null);
  assert.equal((await ivy.resumeBankLogin()).kind, "pending");
  await assert.rejects(ivy.openBankLogin(sampleRecalled()), { code: "validation_failed" });
});

test("a login in a window returns its result; the outcome to open may be a promise, and may reject", async () => {
  const result = { kind: "connected", session: sampleSession() };
  const ivy = createFakeClient({ connectBank: [sampleLogin(), fakeIvyError("network"), sampleRecalled()], openBankLogin: (outcome) => ({ ...result, outcome: outcome.id }) });
  const open = () => ivy.openBankLogin(ivy.connectBank(request), { mode: "popup" });
  assert.deepEqual(await open(), { ...result, outcome: "session-2" });
  await assert.rejects(open(), { code: "network" });
  await assert.rejects(open(), { code: "validation_failed" });
  assert.deepEqual(ivy.calls.filter(({ method }) => method === "openBankLogin").map(({ args }) => args[1]), Array(3).fill({ mode: "popup" }));
});

test("it masks an IBAN for the element as the real package does, and so does a real client", async () => {
  const mask = Symbol.for("ivy-data-session.maskIban");
  const client = real.createClient({ proxyUrl: "https://shop.example/api/ivy" });
  const { registry } = JSON.parse(await readFile(path.join(root, "tests/data/iban.json"), "utf8"));
  const odd = ["", "DE", "de89 3704 0044 0532 0130 00", "1234567890123456", "DE8937040044", "DE89-3704-0044-0532-0130-00", "X".repeat(40), "DE89\u00a03704 0044 0532 0130 00", "DEßßßßßßßßßßßßßß", "\u200eIBAN:\u00a0DE89 3704\u202f0044 0532 0130 00\u200b", "iban DE89370400440532013000", "IBANDE89370400440532013000", "DE8937040044053201300\uff10"];
  const ibans = [...Object.values(registry).flatMap(({ example, print }) => [example, print]), ...odd];
  assert.ok(ibans.length > 50);
  for (const iban of ibans) {
    assert.equal(createFakeClient()[mask](iban), real.maskIban(iban), iban);
    assert.equal(client[mask](iban), real.maskIban(iban), iban);
  }
});

test("errors are those of the real package: its guard, its codes, and what is retryable by its table", async () => {
  const table = await readFile(path.join(root, "src/client/errors.md"), "utf8");
  const rows = [...table.matchAll(/\| `(\w+)` \| (yes|no) \|$/gm)];
  assert.ok(rows.length > 20);
  for (const [, code, retryable] of rows) {
    const error = fakeIvyError(code);
    assert.ok(error instanceof Error && real.isIvyError(error));
    assert.deepEqual([error.code, error.retryable], [code, retryable === "yes"]);
  }
  const types = await readFile(path.join(root, "pkg/index.d.ts"), "utf8");
  const codes = types.match(/type IvyErrorCode =([^;]*);/)[1].match(/\w+/g);
  for (const code of codes) assert.equal(fakeIvyError(code).code, code);
  assert.throws(() => fakeIvyError("offline"), ({ message }) => codes.every((code) => message.includes(code)));
  const facts = { message: "no", retryable: true, status: 409, requestId: "r1", issues: [], cause: { code: "X" } };
  for (const [name, value] of Object.entries(facts)) assert.equal(fakeIvyError("conflict", facts)[name], value);
});

test("a change that is undefined leaves the sample's own member, and an optional field away", async () => {
  assert.deepEqual(sampleRecalled({ sessions: undefined, ageDays: undefined, session: null }), { ...sampleRecalled(), session: null });
  assert.deepEqual(sampleLogin({ reason: undefined, problem: undefined }), sampleLogin());
  const { id, status, data } = sampleSession({ id: undefined, status: undefined, data: undefined });
  assert.deepEqual([id, status, data], [sampleSession().id, "complete", undefined]);
  await assert.rejects(createFakeClient({ forgetBank: undefined }).forgetBank(), /no outcome is scripted/);
});

test("the sample session is one that the real package finds nothing wrong with", () => {
  const { session, warnings } = real.decodeDataSession(JSON.stringify(sampleSession()));
  assert.deepEqual([session, warnings], [sampleSession(), []]);
  assert.deepEqual(sampleRecalled({ sessions: [] }).session, null);
});

test("it touches no network, no WebAssembly and no page", async () => {
  for (const file of ["testing.js", "testing.cjs"]) {
    const text = await readFile(path.join(root, "pkg", file), "utf8");
    assert.doesNotMatch(text, /WebAssembly|fetch|location|document|localStorage|sessionStorage|import\s*\(|require\(/);
    assert.ok(text.length < 9_000, `${file} has ${text.length} bytes`);
  }
});
