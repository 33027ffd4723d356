// Tests of decoding responses: every form of a body, and the lazy list.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as ivy from "../../pkg/inline.js";

before(() => ivy.init());

const text = '{"dataSessions":[{"id":"s1","status":"complete","data":{"identity":{"name":"Zoë Ä \u{1f600}"}}},{"id":1},{"id":"s2","status":"odd","__proto__":{"x":1}}]}';
const bytes = new TextEncoder().encode(text);
const padded = new Uint8Array(bytes.length + 8);
padded.set(bytes, 4);

const bodies = {
  "a string": text,
  "a string with a byte order mark": `\ufeff${text}`,
  "a Uint8Array": bytes,
  "a Buffer": Buffer.from(text),
  "a view into a larger buffer": padded.subarray(4, 4 + bytes.length),
  "an ArrayBuffer": bytes.buffer,
  "bytes with a byte order mark": new TextEncoder().encode(`\ufeff${text}`),
  "a parsed value": JSON.parse(text),
};
for (const [name, body] of Object.entries(bodies)) {
  test(`${name} results in the same list, whole and lazy`, () => {
    const list = ivy.decodeDataSessionList(body);
    assert.deepEqual(list.sessions.map(({ id }) => id), ["s1", "s2"]);
    assert.equal(list.sessions[0].data.identity.name, "Zoë Ä \u{1f600}");
    assert.ok(Object.hasOwn(list.sessions[1], "__proto__"), "a key like any other");
    assert.deepEqual(list.rejected.map(({ index }) => index), [1]);
    assert.deepEqual(list.warnings.map(({ index, issues }) => [index, issues[0].code]), [[1, "unknown_status"]]);

    const lazy = ivy.scanDataSessionList(body);
    assert.deepEqual([...lazy], list.sessions);
    assert.deepEqual([lazy.length, lazy.rejected, lazy.warnings], [2, list.rejected, list.warnings]);
  });
}

test("a lazy list makes each session once, counts from both ends, and has nothing beyond them", () => {
  const list = ivy.scanDataSessionList(text);
  assert.equal(list.at(0), list.at(0));
  assert.equal(list.at(-1), list.at(1));
  assert.equal([...list][1], list.at(1));
  for (const position of [2, -3, 1e9, Number.POSITIVE_INFINITY]) assert.equal(list.at(position), undefined);
  assert.equal(list.at(Number.NaN), list.at(0));
  assert.equal(ivy.scanDataSessionList('{"dataSessions":[]}').at(0), undefined);
});

test("a buffer that changes later changes nothing", () => {
  for (const body of [bytes.slice(), bytes.slice().buffer, Buffer.from(bytes)]) {
    const list = ivy.scanDataSessionList(body);
    new Uint8Array(body.buffer ?? body).fill(0x20);
    assert.equal(list.at(0).id, "s1");
  }
});

const parsed = (change) => {
  const value = JSON.parse(text);
  change(value.dataSessions[0]);
  return value;
};
const broken = {
  nothing: undefined,
  null: null,
  "a number": 7,
  "an empty string": "",
  "a list": [],
  "no dataSessions": "{}",
  "two dataSessions": '{"dataSessions":[],"dataSessions":[]}',
  "a second document": `${text}{}`,
  "a cut": text.slice(0, 40),
  "a trailing comma": '{"dataSessions":[],}',
  NaN: '{"dataSessions":[NaN]}',
  "a string with an unpaired surrogate": '{"dataSessions":[{"id":"\ud800","status":"open"}]}',
  "an escape for an unpaired surrogate": '{"dataSessions":[{"id":"\\ud800","status":"open"}]}',
  "invalid UTF-8": Uint8Array.from([...bytes.slice(0, 20), 0xff, ...bytes.slice(20)]),
  "a page": "<!doctype html>",
  "a parsed value with NaN": parsed((session) => (session.createdAt = Number.NaN)),
  "a parsed value with a function": parsed((session) => (session.f = () => 1)),
  "a parsed value with a BigInt": parsed((session) => (session.createdAt = 1n)),
  "a parsed value with a cycle": parsed((session) => (session.self = session)),
  "a parsed value with an unpaired surrogate": parsed((session) => (session.id = "\udc00")),
  "65 levels": `{"dataSessions":${"[".repeat(64)}${"]".repeat(64)}}`,
};
for (const [name, body] of Object.entries(broken)) {
  test(`${name} is no list`, () => {
    for (const read of [ivy.decodeDataSessionList, ivy.scanDataSessionList]) {
      assert.throws(() => read(body), (error) => ivy.isIvyError(error) && error.code === "decode_failed" && !error.retryable && error instanceof Error);
    }
  });
}

test("one session, and values that are no session", () => {
  const created = ivy.decodeDataSession('{"id":"s1","status":"open","redirectUrl":"https://checkout.getivy.de/?s=1"}');
  assert.deepEqual(created, { session: { id: "s1", status: "open", redirectUrl: "https://checkout.getivy.de/?s=1" }, warnings: [] });
  assert.throws(() => ivy.decodeDataSession('{"id":7,"status":"open"}'), (error) => error.code === "decode_failed" && error.issues[0].path[0] === "id");
  assert.throws(() => ivy.decodeDataSession("{"), (error) => error.code === "decode_failed" && error.issues === undefined);
});

test("a parsed list of 20,000 sessions is not too large", () => {
  const dataSessions = Array.from({ length: 20_000 }, (_, id) => ({ id: `s${id}`, status: "complete" }));
  assert.equal(ivy.scanDataSessionList({ dataSessions }).at(-1).id, "s19999");
});
