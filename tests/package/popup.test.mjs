// Tests of the chunk for a login in a separate window, with fake windows. They cover waits that are too long for a real
// browser, and situations that no browser lets a test create.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, mock, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { follow, handOver } from "../../pkg/popup.js";

const SHOP = "https://shop.example";
const LOGIN = { referenceId: "order-1", redirectUrl: "https://checkout.getivy.de/?s=1", expiresAt: null };
const UNKNOWN = { kind: "not_connected", referenceId: "order-1", reason: "unknown" };
const CONNECTED = { kind: "connected", session: { id: "s1", status: "complete" } };
const RETURNED = { type: "returned", referenceId: "order-1", status: "connected" };

/** A fake BroadcastChannel of one origin. Each channel gets the messages of all others. */
class Channel {
  static open = new Set();
  constructor(name) {
    assert.equal(name, "ivy-data-session.login");
    Channel.open.add(this);
  }
  postMessage(data, origin = SHOP) {
    for (const other of Channel.open) if (other !== this) queueMicrotask(() => other.onmessage?.({ data: structuredClone(data), origin }));
  }
  close() {
    Channel.open.delete(this);
  }
}

let popup;
let signs;
let hasFocus;
let closed;
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
  signs = new EventTarget();
  hasFocus = true;
  closed = 0;
  globalThis.location = { origin: SHOP };
  globalThis.document = { title: "Checkout", visibilityState: "visible", hasFocus: () => hasFocus };
  globalThis.addEventListener = signs.addEventListener.bind(signs);
  globalThis.removeEventListener = signs.removeEventListener.bind(signs);
  globalThis.BroadcastChannel = Channel;
  globalThis.close = () => closed++;
  popup = makeWindow();
});
afterEach(() => {
  mock.timers.reset();
  assert.equal(Channel.open.size, 0, "every channel is closed");
  for (const name of ["location", "document", "addEventListener", "removeEventListener", "close"]) delete globalThis[name];
});

/**
 * Returns a fake window. `at` is its URL, or "cut" if its page cut it off. `first` replaces the URL of the bank's first
 * page.
 */
function makeWindow(first) {
  const kept = new Map();
  return {
    at: "about:blank",
    kept,
    get closed() {
      return ["closed", "cut"].includes(this.at);
    },
    sessionStorage: { setItem: (name, value) => kept.set(name, value) },
    get location() {
      const { at } = this;
      return {
        replace: (to) => (this.at = first ?? to),
        get href() {
          if (!at.startsWith(SHOP) && at !== "about:blank") throw new Error("another origin");
          return at;
        },
      };
    },
  };
}

/** Follows a login and records its result in `settled`. The proxy's answers are used in order; the last one repeats. */
function followLogin(answers = [UNKNOWN], options = {}) {
  const run = { asked: 0, settled: [] };
  const ask = async (referenceId) => {
    assert.equal(referenceId, "order-1");
    const answer = answers[Math.min(run.asked++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const aborted = () => Object.assign(new Error(), { code: "aborted" });
  const note = (value) => run.settled.push(value);
  follow({ popup, login: Promise.resolve(LOGIN), ask, aborted, ...options }).then(note, note);
  return run;
}

async function pass(milliseconds) {
  for (let gone = 0; gone <= milliseconds; gone += 100) {
    for (let turn = 0; turn < 12; turn++) await null;
    mock.timers.tick(100);
  }
  for (let turn = 0; turn < 12; turn++) await null;
}

const sign = (type) => signs.dispatchEvent(new Event(type));

/** Sends a message as another window of the shop. */
function sendMessage(message, origin) {
  const channel = new Channel("ivy-data-session.login");
  channel.postMessage(message, origin);
  channel.close();
}

test("the chunk is small, and brings nothing along", () => {
  const code = readFileSync(new URL("../../pkg/popup.js", import.meta.url));
  assert.ok(brotliCompressSync(code).length <= 4096, `${brotliCompressSync(code).length} bytes`);
  assert.doesNotMatch(code.toString(), /\bimport\b|\brequire\b/);
});

test("the window goes to the bank with the reference and nothing else", async () => {
  followLogin();
  await pass(300);
  assert.equal(popup.at, LOGIN.redirectUrl);
  assert.deepEqual([...popup.kept], [["ivy-data-session.popup", "order-1"]]);
  popup.at = "closed";
  await pass(3_000);
});

for (const { how, act, answers, becomes, asked } of [
  { how: "the return page says so", act: () => sendMessage(RETURNED), answers: [CONNECTED], becomes: CONNECTED, asked: 1 },
  { how: "the return page says that it failed, and the proxy knows no login", act: () => sendMessage({ ...RETURNED, status: "not_connected" }), becomes: UNKNOWN, asked: 1 },
  { how: "somebody says so, and the proxy does not", act: () => sendMessage(RETURNED), becomes: undefined, asked: 1 },
  { how: "another origin says so", act: () => sendMessage(RETURNED, "https://evil.example"), answers: [CONNECTED], becomes: undefined, asked: 0 },
  { how: "the window is closed", act: () => (popup.at = "closed"), becomes: UNKNOWN, asked: 1 },
  { how: "it was closed after the return", act: () => (popup.at = "closed"), answers: [CONNECTED], becomes: CONNECTED, asked: 1 },
  { how: "the bank's next page cuts it off in front of the shop", act: () => ((hasFocus = false), (popup.at = "cut")), becomes: undefined, asked: 0 },
  { how: "the return page is there and silent", act: () => (popup.at = `${SHOP}/return`), answers: [UNKNOWN, CONNECTED], becomes: CONNECTED, asked: 2 },
  { how: "the shopper looks at the shop's page, the window stays open", act: () => sign("focus"), becomes: undefined, asked: 1 },
  { how: "the same after a silent return elsewhere", act: () => sign("focus"), answers: [{ kind: "pending", referenceId: "order-1" }], becomes: { kind: "pending", referenceId: "order-1" }, asked: 1 },
]) {
  test(`at the bank: ${how}`, async () => {
    const run = followLogin(answers);
    await pass(1_000);
    act();
    await pass(8_000);
    assert.deepEqual(run.settled, becomes ? [becomes] : []);
    assert.equal(run.asked, asked);
    popup.at = "closed";
    hasFocus = true;
    await pass(15_000);
    assert.equal(run.settled.length, 1, "one result, once");
  });
}

test("cut off by the bank's first page: only somebody who is back in the shop for ten seconds has closed it", async () => {
  popup = makeWindow("cut");
  const run = followLogin();
  await pass(60_000);
  assert.deepEqual([run.settled, run.asked], [[], 0]);
  sign("focus");
  await pass(5_000);
  sign("blur");
  await pass(20_000);
  assert.deepEqual([run.settled, run.asked], [[], 1], "a short look, and back to the bank");
  sign("visibilitychange");
  await pass(11_000);
  assert.deepEqual(run.settled, [UNKNOWN]);
});

test("closed while it was still empty: no request is sent", async () => {
  popup.at = "closed";
  const run = followLogin();
  await pass(200);
  assert.deepEqual([run.settled, run.asked], [[UNKNOWN], 0]);
});

test("no login lasts for ever", async () => {
  hasFocus = false;
  // Use an expiry in the past for the second row, as by a wrong clock. Then the login expires after half an hour.
  for (const [seconds, minutes] of [[600, 40], [-600, 30]]) {
    popup = makeWindow();
    const run = followLogin([UNKNOWN], { login: Promise.resolve({ ...LOGIN, expiresAt: Date.now() / 1000 + seconds }) });
    await pass((minutes - 1) * 60_000);
    assert.deepEqual(run.settled, []);
    await pass(61_000);
    assert.deepEqual(run.settled, [{ ...UNKNOWN, reason: "expired" }]);
  }
});

test("a proxy that cannot be reached: an error if its response decides, ignored if it was only an attempt", async () => {
  const offline = Object.assign(new Error(), { code: "network", retryable: true });
  const run = followLogin([offline, UNKNOWN, offline]);
  await pass(1_000);
  sign("focus");
  await pass(4_000);
  assert.deepEqual([run.settled, run.asked], [[], 1]);
  sign("focus");
  await pass(4_000);
  assert.deepEqual([run.settled, run.asked], [[], 2]);
  sendMessage(RETURNED);
  await pass(200);
  assert.deepEqual(run.settled, [offline]);
});

test("aborted before the login is there, and at the bank", async () => {
  for (const login of [new Promise(() => {}), Promise.resolve(LOGIN)]) {
    popup = makeWindow();
    const controller = new AbortController();
    const run = followLogin([UNKNOWN], { login, signal: controller.signal });
    await pass(500);
    controller.abort("enough");
    await pass(300);
    assert.deepEqual(run.settled.map(({ code }) => code), ["aborted"]);
  }
});

test("the return page hands over to the window that listens, and closes", async () => {
  const run = followLogin([CONNECTED]);
  await pass(500);
  const handed = handOver("order-1", "connected");
  await pass(3_200);
  assert.equal(await handed, true);
  assert.deepEqual([run.settled, closed], [[CONNECTED], 1]);
});

test("if no window listens, or none for this login, the return page stays", async () => {
  for (const reference of ["order-1", "order-2"]) {
    const run = reference === "order-1" ? null : followLogin();
    await pass(200);
    const handed = handOver(reference, "connected");
    await pass(3_200);
    assert.equal(await handed, false);
    if (!run) continue;
    assert.deepEqual(run.settled, []);
    popup.at = "closed";
    await pass(3_000);
  }
  delete globalThis.BroadcastChannel;
  const handed = handOver("order-1", "connected");
  await pass(3_200);
  assert.deepEqual([await handed, closed], [false, 0]);
});
