// Tests of invalid arguments: each results in an issue that names it, and only our own errors are thrown.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as ivy from "../../pkg/inline.js";

before(() => ivy.init());

const request = (metadata) => ({ referenceId: "order-1", permissions: ["identity"], metadata });

function nested(levels) {
  let value = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

class Money {
  constructor() {
    this.amount = 1;
  }
}

const cycle = {};
cycle.again = { cycle };
const shared = { a: 1 };
const frame = Object.create(Object.create(null));
frame.a = 1;
const revoked = Proxy.revocable([], {});
revoked.revoke();

const refused = [
  ["a function", { key: () => 1 }],
  ["a symbol", { key: Symbol("s") }],
  ["a BigInt", { key: 1n }],
  ["NaN", { key: Number.NaN }],
  ["Infinity", { key: Number.POSITIVE_INFINITY }],
  ["an object that contains itself", { key: cycle }],
  ["a property that throws", Object.defineProperty({}, "key", { enumerable: true, get() { throw new Error("ada@example.com"); } })],
  ["an unpaired surrogate", { key: "a\ud800b" }],
  ["an unpaired surrogate in a key", { ["a\udc00"]: 1 }],
  ["undefined in a list", { key: [undefined] }],
  ["a hole in a list", { key: [, 1] }],
  ["a Date", { key: new Date(0) }],
  ["a Map", { key: new Map([["a", 1]]) }],
  ["an instance of a class", { key: new Money() }],
  ["a boxed string", { key: new String("a") }],
  ["a proxy that throws", { key: new Proxy({}, { ownKeys() { throw new Error("no"); } }) }],
  ["a revoked proxy", { key: revoked.proxy }],
  ["a long sparse list", { key: new Array(4_000_000_000) }],
  ["too many values", { key: new Array(20_001).fill(1) }],
  ["too deep", { key: nested(70) }],
  ["far too deep", { key: nested(10_000) }],
];
for (const [name, metadata] of refused) {
  test(`${name} is not JSON`, () => {
    const checked = ivy.checkDataSessionRequest(request(metadata));
    assert.equal(checked.ok, false);
    const codes = checked.issues.map(({ code }) => code);
    assert.ok(codes.includes("not_json"), JSON.stringify(checked.issues));
    assert.ok(checked.issues.every(({ path }) => path[0] === "metadata"));
    assert.ok(!JSON.stringify(checked).includes("ada@example.com"));
  });
}

for (const input of [undefined, null, 1, "x", [], () => 1, Symbol("s"), 1n, new Date(), new Proxy({}, { getPrototypeOf() { throw new Error("no"); } })]) {
  test(`a request that is ${typeof input} ${String(Object.prototype.toString.call(Array.isArray(input) ? [] : typeof input === "object" ? null : input))}`, () => {
    assert.equal(ivy.checkDataSessionRequest(input).ok, false);
    assert.equal(ivy.checkListQuery(input).ok, false);
    assert.throws(() => ivy.listQueryFor(input), { name: "IvyError", code: "validation_failed" });
  });
}

test("valid input is accepted: undefined members, a shared object, another frame's object, no prototype", () => {
  const value = { a: undefined, b: shared, c: shared, d: frame, e: Object.assign(Object.create(null), { f: "\u{1f600}\u2028" }) };
  const checked = ivy.checkDataSessionRequest(request(value));
  assert.deepEqual(checked.issues ?? [], []);
  assert.deepEqual(checked.value.metadata, { b: { a: 1 }, c: { a: 1 }, d: { a: 1 }, e: { f: "\u{1f600}\u2028" } });
});

test("toJSON is never called, and each property is read once", () => {
  let reads = 0;
  const value = { toJSON: undefined };
  Object.defineProperty(value, "key", { enumerable: true, get: () => (reads++ === 0 ? "first" : "second") });
  assert.equal(ivy.buildDataSessionRequest(request(value)).metadata.key, "first");
  assert.equal(reads, 1);
  assert.equal(ivy.checkDataSessionRequest(request({ toJSON: () => "x" })).ok, false);
});

test("a key __proto__ is refused at every depth, and changes nothing", () => {
  for (const depth of [0, 1, 2]) {
    let value = JSON.parse('{"__proto__": {"polluted": true}}');
    for (let level = 0; level < depth; level++) value = { a: value };
    const { issues } = ivy.checkDataSessionRequest(request(value));
    assert.deepEqual(issues.map(({ code }) => code), ["forbidden_key"]);
  }
  assert.equal({}.polluted, undefined);
});

test("maskIban takes strings alone", () => {
  assert.equal(ivy.maskIban("DE89370400440532013000"), "DE •••• 3000");
  for (const value of [undefined, null, 7, {}, []]) assert.throws(() => ivy.maskIban(value), { code: "validation_failed" });
});

test("names of extra fields and permissions", () => {
  const input = { referenceId: "o", permissions: ["income"], shop: { name: "x" } };
  assert.equal(ivy.checkDataSessionRequest(input).ok, false);
  assert.equal(ivy.checkDataSessionRequest(input, { extraFields: ["shop"], extraPermissions: ["income"] }).ok, true);
  for (const extraFields of ["shop", [1], ["a,b"], [""], null]) {
    assert.throws(() => ivy.checkDataSessionRequest(input, { extraFields }), { code: "validation_failed" });
  }
});
