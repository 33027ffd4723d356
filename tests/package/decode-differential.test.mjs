// Compares the decoder in Chromium with the browser's own TextDecoder and JSON.parse on the same bytes, which are responses
// with random changes. Damage in strings is replaced before; it is right in sessions that were set aside, and nowhere else.
//
//   DIFFERENTIAL_SEED=1 DIFFERENTIAL_ROUNDS=100000 node --test tests/package/decode-differential.test.mjs
//
// Without a seed a new one is chosen. The test's name contains it, and a failure prints the bytes.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { launchChromium } from "../engines/engine.mjs";
import { root, serve, strictPolicy } from "./packed.mjs";

const seed = Number(process.env.DIFFERENTIAL_SEED ?? randomInt(2 ** 31));
const rounds = Number(process.env.DIFFERENTIAL_ROUNDS ?? 4_000);

/** Runs in the page. Returns the first difference, if there is one, and the number of results of each kind. */
async function compare({ seed, rounds, bases }) {
  const ivy = await import("/index.js");
  await ivy.init();

  // Mulberry32: a generator with the same numbers for the same seed in every engine.
  let state = seed;
  const random = (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const one = (list) => list[random(list.length)];

  const values = ["null", "true", "0", "-0", "-1.5e-7", "1e400", "9007199254740993", '""', '"\\ud83d\\ude00"', '"\\ud800"', '"\\u0000"', '"DE88370400440532013000"', '"odd"', "[]", "{}", '{"id":"x","id":"y","status":"complete"}', '{"__proto__":{"id":"z"}}', "[".repeat(70) + "]".repeat(70)];
  const noise = ["{", "}", "[", "]", ",", ":", '"', "\\", "\\u", "e", "-", "0", " ", "\n", "\u0000", '"dataSessions":[]', '"id":"1",', "\ufeff", "ä", "😀"].map((text) => new TextEncoder().encode(text));
  noise.push([0x80], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0xff], [0xc0, 0xaf], [0xf4, 0x90, 0x80, 0x80]);

  /** Stands for damage in a string: bytes that are not UTF-8 become it too. No base has it. */
  const DAMAGE = "\ufffd";

  /** Replaces one value. The result is JSON, possibly nested too deeply or with a lone surrogate. */
  const swapped = (bytes) => {
    const text = new TextDecoder().decode(bytes);
    // Damaged bytes stay what they are.
    if (text.includes(DAMAGE)) return bytes;
    const found = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g)];
    const tokens = found.filter(([, colon]) => colon === undefined);
    if (tokens.length === 0) return bytes;
    const { 0: token, index } = one(tokens);
    return new TextEncoder().encode(text.slice(0, index) + one(values) + text.slice(index + token.length));
  };
  const spliced = (bytes) => {
    const at = random(bytes.length + 1);
    const after = bytes.subarray(Math.min(at + random(4), bytes.length));
    return new Uint8Array([...bytes.subarray(0, at), ...one(noise), ...after]);
  };
  const repeated = (bytes) => {
    const at = random(bytes.length + 1);
    const part = bytes.subarray(at, at + random(200));
    return new Uint8Array([...bytes.subarray(0, at), ...part, ...bytes.subarray(at)]);
  };
  const cut = (bytes) => bytes.subarray(0, random(bytes.length + 1));
  const changes = [swapped, spliced, repeated, cut];

  /** Tokenizes JSON text. Returns its nesting depth and the keys of the outermost object. */
  const shape = (text) => {
    let [depth, deepest, keys] = [0, 0, []];
    for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\]]/gs)) {
      if (token === "{" || token === "[") deepest = Math.max(deepest, ++depth);
      else if (token === "}" || token === "]") depth--;
      else if (depth === 1 && token.endsWith(":")) keys.push(JSON.parse(token.slice(0, -1)));
    }
    return { deepest, keys };
  };
  const pieces = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u(?![dD][89a-fA-F])[\da-fA-F]{4}|\\["\\/bfnrt]|\\.|[\0-\x1f]|./gsu;
  const isWrong = (piece) => piece < " " || (piece.startsWith("\\") && piece.length === 2 && !/["\\/bfnrt]$/.test(piece));
  const repaired = (text) => text.replace(/"(?:[^"\\]|\\.)*"/gsu, (string) => `"${string.slice(1, -1).replace(pieces, (piece) => (isWrong(piece) ? DAMAGE : piece))}"`);
  const isDamaged = (value) => JSON.stringify(value ?? null).includes(DAMAGE);
  /** Parses the response with the browser. Returns `undefined` if our rules reject it. */
  const reference = (bytes) => {
    let text, answer;
    try {
      text = repaired(new TextDecoder("utf-8").decode(bytes));
      answer = JSON.parse(text);
    } catch {
      return undefined;
    }
    const { deepest, keys } = shape(text);
    if (deepest > 64) return undefined;
    const once = !Array.isArray(answer) && keys.filter((key) => key === "dataSessions").length === 1;
    if (!once || !Array.isArray(answer.dataSessions)) return undefined;
    const { dataSessions, ...others } = answer;
    return isDamaged(others) || keys.some((key) => key.includes(DAMAGE)) ? undefined : dataSessions;
  };

  const ours = (read, bytes) => {
    try {
      return read(bytes);
    } catch (error) {
      if (error.code !== "decode_failed") throw error;
      return undefined;
    }
  };
  const said = (value) => JSON.stringify(value) ?? "nothing";
  const found = { read: 0, refused: 0, sessions: 0, rejected: 0 };
  for (let round = 0; round < rounds; round++) {
    let bytes = new TextEncoder().encode(one(bases));
    // Most byte changes have the same effect, so two of three responses only get other values.
    const kinds = random(3) === 0 ? changes : [swapped];
    for (let left = random(4); left >= 0; left--) bytes = one(kinds)(bytes);
    const theirs = reference(bytes);
    const list = ours(ivy.decodeDataSessionList, bytes);
    const lazy = ours(ivy.scanDataSessionList, bytes);
    const rejected = new Set(list?.rejected.map(({ index }) => index));
    const expected = theirs?.filter((session, index) => !rejected.has(index) && !isDamaged(session));
    const wrong = new Map(list?.warnings.map(({ index, issues }) => [index, issues.filter(({ code }) => code === "out_of_range")]));
    expected?.forEach((session, index) => wrong.get(index)?.forEach(({ path: [field] }) => delete session[field]));
    const same =
      said(list?.sessions) === said(expected) &&
      said(lazy && [...lazy]) === said(expected) &&
      said(lazy?.rejected) === said(list?.rejected) &&
      said(lazy?.warnings) === said(list?.warnings);
    if (!same) return { found, differs: { round, bytes: String(bytes), ours: said(list), theirs: said(theirs) } };
    found[theirs ? "read" : "refused"]++;
    found.sessions += expected?.length ?? 0;
    found.rejected += rejected.size;
  }
  return { found };
}

test(`${rounds} changed answers are read as by TextDecoder and JSON.parse (seed ${seed})`, async (t) => {
  const data = (name) => readFile(path.join(root, "tests/data", name), "utf8");
  const bases = [await data("ivy_list_example.json"), await data("list_all_fields.json"), '{"dataSessions":[]}'];
  const server = await serve(path.join(root, "pkg"), strictPolicy);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route("**/page.html", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
    await page.goto(`${server.url}/page.html`);
    const { found, differs } = await page.evaluate(compare, { seed, rounds, bases });
    assert.equal(differs, undefined, JSON.stringify(differs));
    t.diagnostic(JSON.stringify(found));
    // The comparison would say nothing about a kind of response that hardly occurs.
    for (const [kind, times] of Object.entries(found)) assert.ok(times > rounds / 10, `${kind}: ${times}`);
  } finally {
    await browser.close();
    server.close();
  }
});
