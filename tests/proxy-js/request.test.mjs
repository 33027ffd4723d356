// Tests of the core's view of a request: its path, its sender, and its body, limited in length and time.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../shared/typescript.mjs";

const { toCoreRequest } = await import("../../pkg/src/proxy/http/request.ts");
const { toResponse, unavailable } = await import("../../pkg/src/proxy/http/response.ts");

const options = { basePath: "/api/ivy", identify: () => null };
const coreRequestOf = (request, changes = {}, address = undefined, warn = assert.fail) => toCoreRequest(request, address, { ...options, ...changes }, warn);
const at = (place, init) => new Request(new URL(place, "https://shop.example"), init);

test("the path is the one below the base, and none outside of it", () => {
  const table = {
    "/api/ivy/data/session/list": "/data/session/list",
    "/api/ivy/result?x=1": "/result?x=1",
    "/api/ivy/": "/",
    "/api/ivy": "",
    "/api/ivyy/result": "",
    "/result": "",
    "/API/ivy/result": "",
    "/api/ivy/../result": "",
    "/x/api/ivy/result": "",
    "/": "",
  };
  for (const [place, path] of Object.entries(table)) assert.equal(coreRequestOf(at(place)).path, path, place);
  assert.equal(coreRequestOf(at("/result"), { basePath: "" }).path, "/result");
});

test("method, headers and address are passed on", () => {
  const request = at("/api/ivy/result", { method: "POST", headers: { Origin: "https://shop.example", cookie: "a=1; b=2" } });
  const { method, headers, address } = coreRequestOf(request, {}, "fe80::1%eth0");
  assert.deepEqual([method, Object.fromEntries(headers), address], ["POST", { origin: "https://shop.example", cookie: "a=1; b=2" }, "fe80::1%eth0"]);
  assert.equal(coreRequestOf(request).address, undefined);
});

test("one odd cookie hides no other: every byte of a header is passed on", () => {
  const cookie = "odd=\xe9\xff\x80; ivy_guest=g-1; tab=\t";
  assert.deepEqual(coreRequestOf(at("/api/ivy/result", { headers: { cookie } })).headers, [["cookie", cookie.trim()]]);
  // Servers refuse such bytes, but a platform's own Headers may accept them.
  const control = new Request("https://shop.example/api/ivy/result", { headers: { cookie: "odd=\x01\x7f; ivy_guest=g-1", origin: "https://shop.example\x01" } });
  assert.deepEqual(Object.fromEntries(coreRequestOf(control).headers), { cookie: "odd=??; ivy_guest=g-1", origin: "https://shop.example?" });
});

const day = new Date("2026-01-05T10:00:00.250Z");
const seconds = day.getTime() / 1000;

test("a customer is passed on with what is verified, and nothing else", async () => {
  const table = [
    [null, undefined],
    [{ customerId: "c-1" }, { id: "c-1" }],
    [{ customerId: "c-1", email: "ada@example.com", phone: "+4915200000001", name: "Ada Example" }, { id: "c-1" }],
    [{ customerId: "c-1", email: "ada@example.com", emailVerifiedAt: day }, { id: "c-1", email: { value: "ada@example.com", since: Math.ceil(seconds) } }],
    [{ customerId: "c-1", phone: "+4915200000001", phoneVerifiedAt: 7 }, { id: "c-1", phone: { value: "+4915200000001", since: 7 } }],
    [{ customerId: "c-1", email: null, emailVerifiedAt: 7, phone: "+4915200000001", phoneVerifiedAt: null }, { id: "c-1" }],
  ];
  for (const [found, passed] of table) {
    for (const identify of [() => found, async () => found]) {
      const json = await coreRequestOf(at("/api/ivy/result"), { identify }).customer();
      assert.deepEqual(json && JSON.parse(json), passed);
    }
  }
});

test("an invalid customer makes the request fail, with an error that contains no value", async () => {
  const wrong = [undefined, false, "", "c-secret", 7770001, {}, { customerId: "" }, { customerId: " " }, { customerId: 7770001 }, { id: "c-secret" }];
  const dates = ["2026-01-05 secret", day.getTime(), -1, NaN, new Date("secret"), true];
  for (const found of [...wrong, ...dates.map((emailVerifiedAt) => ({ customerId: "c-secret", email: "secret@example.com", emailVerifiedAt })), { customerId: "c-1", phone: 7770001, phoneVerifiedAt: 7 }]) {
    const warned = [];
    await assert.rejects(coreRequestOf(at("/api/ivy/result"), { identify: () => found }, undefined, (message) => warned.push(message)).customer());
    assert.equal(warned.length, 1);
    assert.match(warned[0], /^identify: .+; expected /);
    assert.doesNotMatch(warned[0], /secret|7770001/);
  }
});

test("errors of the hooks are not passed on", async () => {
  const warned = [];
  const fail = () => {
    throw new Error("ada@example.com is unknown");
  };
  for (const hook of [fail, async () => fail()]) {
    const { customer, reference } = coreRequestOf(at("/api/ivy/result"), { identify: hook, referenceId: hook }, undefined, (message) => warned.push(message));
    await assert.rejects(customer(), (error) => !/ada/.test(error.stack));
    assert.equal(await reference(), undefined);
  }
  assert.deepEqual(warned.map((message) => message.split(":")[0]), ["identify", "referenceId", "identify", "referenceId"]);
  assert.doesNotMatch(warned.join(), /ada/);
});

test("the prefix of a reference is a text or missing", async () => {
  for (const [given, start] of [["order-7", "order-7"], [null, undefined], [undefined, undefined], [7, undefined]]) {
    assert.equal(await coreRequestOf(at("/api/ivy/result"), { referenceId: async () => given }).reference(), start);
  }
  assert.equal(await coreRequestOf(at("/api/ivy/result")).reference(), undefined);
});

/** Returns a body of several pieces, with a record of the reading. */
function pieces(list, { everyMs = 0, endless = false } = {}) {
  const record = { read: 0, cancelled: false };
  const stream = new ReadableStream(
    {
      async pull(controller) {
        if (everyMs) await new Promise((resolve) => setTimeout(resolve, everyMs));
        const piece = list[record.read];
        if (piece instanceof Error) return controller.error(piece);
        if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece));
        else if (!endless) controller.close();
        record.read++;
      },
      cancel: () => void (record.cancelled = true),
    },
    { highWaterMark: 0 },
  );
  return { stream, record };
}

const sent = (body, headers = {}) => at("/api/ivy/result", { method: "POST", body, duplex: "half", headers });

test("a body comes whole, from nothing to as long as allowed", async () => {
  const bodies = [[], ["{}"], ["ab", "", "cd"], ["x".repeat(1000)]];
  for (const list of bodies) {
    assert.equal(new TextDecoder().decode(await coreRequestOf(sent(pieces(list).stream)).body(1000, 30_000)), list.join(""));
  }
  assert.equal((await coreRequestOf(at("/api/ivy/result", { method: "POST" })).body(10, 30_000)).length, 0);
});

test("a body with too large an announced length is refused before anything is read", async () => {
  const { stream, record } = pieces(["x"]);
  await assert.rejects(coreRequestOf(sent(stream, { "content-length": "1001" })).body(1000, 30_000), { fault: "too_long" });
  assert.equal(record.read, 0);
});

test("a body that is too long without saying so is read no further", async () => {
  const { stream, record } = pieces(["x".repeat(600), "x".repeat(600), "x", "x"]);
  await assert.rejects(coreRequestOf(sent(stream)).body(1000, 30_000), { fault: "too_long" });
  assert.deepEqual([record.read, record.cancelled], [2, true]);
});

test("a body that is too slow, breaks off, or was read before", async () => {
  const slow = pieces(["a", "b", "c"], { everyMs: 60 });
  await assert.rejects(coreRequestOf(sent(slow.stream)).body(1000, 100), { fault: "too_slow" });
  await assert.rejects(coreRequestOf(sent(pieces(["a", new Error("secret")]).stream)).body(1000, 30_000), (error) => error.fault === "broken" && !/secret/.test(error.stack));
  const read = sent("{}");
  await read.text();
  const locked = sent("{}");
  locked.body.getReader();
  for (const request of [read, locked]) await assert.rejects(coreRequestOf(request).body(1000, 30_000), { fault: "consumed" });
});

test("a response keeps each of its cookies", async () => {
  const response = toResponse({ status: 303, headers: [["location", "https://bank.example/"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
  assert.deepEqual([response.status, response.headers.getSetCookie(), response.body], [303, ["a=1", "b=2"], null]);
  const body = await unavailable().json();
  assert.deepEqual([body.code, Object.keys(body)], ["proxy_unavailable", ["code", "requestId"]]);
});
