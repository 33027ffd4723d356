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
  "a string with an unpaired surrogate outside of the sessions": '{"x":"\ud800","dataSessions":[]}',
  "an unpaired surrogate between tokens": '{"dataSessions":[{"id":"s1","status":"open"}\ud800]}',
  "an escape for an unpaired surrogate outside of the sessions": '{"x":"\\ud800","dataSessions":[]}',
  "invalid UTF-8 outside of the sessions": Uint8Array.from([...bytes.slice(0, 5), 0xff, ...bytes.slice(5)]),
  "a damaged string without an end": '{"dataSessions":[{"id":"s1","status":"open\\ud800}]}',
  "a page": "<!doctype html>",
  "a parsed value with NaN": parsed((session) => (session.createdAt = Number.NaN)),
  "a parsed value with a function": parsed((session) => (session.f = () => 1)),
  "a parsed value with a BigInt": parsed((session) => (session.createdAt = 1n)),
  "a parsed value with a cycle": parsed((session) => (session.self = session)),
  "a parsed value with an unpaired surrogate outside of the sessions": { x: "\udc00", dataSessions: [] },
  "65 levels": `{"dataSessions":${"[".repeat(64)}${"]".repeat(64)}}`,
};
for (const [name, body] of Object.entries(broken)) {
  test(`${name} is no list`, () => {
    for (const read of [ivy.decodeDataSessionList, ivy.scanDataSessionList]) {
      assert.throws(() => read(body), (error) => ivy.isIvyError(error) && error.code === "decode_failed" && !error.retryable && error instanceof Error);
    }
  });
}

/** Returns the list with a second session, in whose name the text is. */
const named = (name) => text.replace('{"id":1}', `{"id":"s9","status":"complete","createdAt":1e12,"data":{"identity":{"name":"${name}"}}}`);
const [head, tail] = named("|").split("|").map((part) => new TextEncoder().encode(part));
const damaged = {
  "an escape for the first half of an emoji": named("Ada \\ud83d"),
  "an escape for the second half": named("\\ude00 Ada"),
  "the first half of an emoji": named("Ada \ud83d"),
  "the second half": named("\ude00 Ada"),
  "the halves in the wrong order": named("\ude00\ud83d"),
  "the first half behind a backslash": named("\\\ud83d"),
  "an invalid escape": named("\\x41"),
  "a line end": named("Ada\nExample"),
  "a NUL": named("Ada\0"),
  "half an emoji in UTF-8": Uint8Array.of(...head, 0xf0, 0x9f, 0x98, ...tail),
  "an overlong slash": Uint8Array.of(...head, 0xc0, 0xaf, ...tail),
  "a surrogate in UTF-8": Uint8Array.of(...head, 0xed, 0xa0, 0xbd, ...tail).buffer,
  "a parsed value with half an emoji": JSON.parse(named("\\ud83d")),
  "a parsed value with half an emoji in a key": JSON.parse(named("x").replace('"status":"complete","createdAt"', '"status":"complete","\\ud83d":1,"createdAt"')),
};
for (const [name, body] of Object.entries(damaged)) {
  test(`a session with ${name} is set aside, and the others live`, () => {
    const list = ivy.decodeDataSessionList(body);
    assert.deepEqual(list.sessions.map(({ id }) => id), ["s1", "s2"]);
    assert.equal(list.sessions[0].data.identity.name, "Zoë Ä \u{1f600}");
    assert.deepEqual(list.rejected.map(({ index, issues }) => [index, issues[0].code, issues[0].path]), [[1, "not_json", []]]);
    const lazy = ivy.scanDataSessionList(body);
    assert.deepEqual([...lazy], list.sessions);
    assert.deepEqual(lazy.rejected, list.rejected);
  });
}

test("one session with a damaged string is no session, and says so", () => {
  for (const body of ['{"id":"s1","status":"open","x":"\\ud83d"}', '{"id":"s1","status":"open","x":"\ud83d"}', { id: "s1", status: "open", x: "\ud83d" }]) {
    assert.throws(() => ivy.decodeDataSession(body), (error) => error.code === "decode_failed" && error.issues[0].code === "not_json");
  }
});

test("a date that is not plausible epoch seconds is no date", () => {
  const now = Math.floor(Date.now() / 1000);
  for (const field of ["createdAt", "updatedAt", "expiresAt"]) {
    for (const wrong of [now * 1e3, now * 1e6, now * 1e9, -now, 0, 1, now + 0.5, 4_102_444_800, 1e300]) {
      const session = { id: "s1", status: "complete", [field]: wrong };
      const { sessions, warnings } = ivy.decodeDataSessionList({ dataSessions: [session] });
      assert.deepEqual(sessions, [{ id: "s1", status: "complete" }], `${field} ${wrong}`);
      assert.deepEqual(warnings.map(({ issues }) => issues.map(({ path, code }) => [path, code])), [[[[field], "out_of_range"]]]);
      assert.deepEqual([...ivy.scanDataSessionList({ dataSessions: [session] })], sessions);
      const alone = ivy.decodeDataSession(session);
      assert.deepEqual([alone.session, alone.warnings[0].code], [{ id: "s1", status: "complete" }, "out_of_range"]);
    }
    for (const wrong of [String(now), new Date(now * 1e3).toISOString(), true, [now]]) {
      const { sessions, rejected } = ivy.decodeDataSessionList({ dataSessions: [{ id: "s1", status: "complete", [field]: wrong }] });
      assert.deepEqual([sessions, rejected[0].issues[0].code], [[], "type"], `${field} ${wrong}`);
    }
    const right = { id: "s1", status: "complete", [field]: now };
    assert.deepEqual(ivy.decodeDataSessionList({ dataSessions: [right] }), { sessions: [right], rejected: [], warnings: [] });
  }
});

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
