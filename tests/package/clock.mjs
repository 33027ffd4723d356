// Time that passes only when everything waits, so that a call's pauses and deadlines can be tested to the millisecond; and
// a proxy that answers as it is told.

import assert from "node:assert/strict";
import * as ivy from "../../pkg/inline.js";

const own = { setTimeout, clearTimeout, setImmediate, fetch: globalThis.fetch, now: performance.now, random: Math.random, date: Date.now };

/** The time of the page when a test begins. */
export const START = Date.parse("Mon, 23 Nov 2026 12:00:00 GMT");

export const PROXY = "https://shop.example/api/ivy";

/** An answer in JSON. */
export const json = (status, body, headers = {}) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** Says nothing until it is stopped. */
export const silent = (request) => new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));

/** Answers after some milliseconds. */
export const after = (ms, answer) => () => new Promise((resolve) => setTimeout(() => resolve(answer()), ms));

export const lost = () => Promise.reject(new TypeError("failed to fetch"));

export class World {
  #now = 0;
  #timers = new Map();
  #next = 1;
  #behind = 0;
  /** What was sent: `{path, body, key, at}`. */
  sent = [];
  events = [];

  /**
   * @param {Function[]} replies of the proxy in turn; a request too many fails the test
   * @param {number} [behind] by how many milliseconds the page's clock is behind its timers, as Firefox's may be
   */
  constructor(replies, behind = 0) {
    Object.assign(this, { replies, behind });
  }

  get time() {
    return this.#now;
  }

  client(options) {
    return ivy.createClient({ proxyUrl: PROXY, credentials: "omit", onEvent: (event) => this.events.push(event), ...options });
  }

  /** Does something in this world and gives what comes of it: `{value}` or `{error}`. */
  async run(act) {
    Object.assign(globalThis, {
      setTimeout: (act, ms = 0, ...args) => (this.#timers.set(this.#next, { at: this.#now + ms, act: () => act(...args) }), this.#next++),
      clearTimeout: (timer) => void this.#timers.delete(timer),
      fetch: (request) => this.#answer(request),
    });
    performance.now = () => this.#now - this.#behind;
    Math.random = () => 0.5;
    Date.now = () => START + this.#now;
    try {
      let outcome;
      Promise.resolve().then(act).then((value) => (outcome = { value }), (error) => (outcome = { error }));
      while (!outcome) {
        await this.#settle();
        if (!outcome) this.#pass();
      }
      await this.#settle();
      assert.equal(this.#timers.size, 0, "a timer was left behind");
      return outcome;
    } finally {
      Object.assign(globalThis, { setTimeout: own.setTimeout, clearTimeout: own.clearTimeout, fetch: own.fetch });
      performance.now = own.now;
      Math.random = own.random;
      Date.now = own.date;
    }
  }

  /** Lets everything run that need not wait. */
  async #settle() {
    for (let turn = 0; turn < 6; turn++) await new Promise(own.setImmediate);
  }

  #pass() {
    const [timer, { at, act }] = [...this.#timers].sort(([, one], [, other]) => one.at - other.at)[0] ?? assert.fail("it waits for nothing");
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, at);
    this.#behind = this.behind;
    act();
  }

  async #answer(request) {
    const { pathname } = new URL(request.url);
    this.sent.push({ path: pathname.replace("/api/ivy", ""), body: await request.clone().text(), key: request.headers.get("idempotency-key"), at: this.#now });
    const reply = this.replies.shift();
    assert.ok(reply, "a request too many");
    return reply(request);
  }
}

/** Makes `globalThis` a page at `href`, as far as a bank login uses one. */
export function openPage(href) {
  const at = new URL(href);
  globalThis.location = at;
  globalThis.history = {
    state: null,
    replaceState(state, _, to) {
      this.state = structuredClone(state);
      at.href = to;
    },
  };
  globalThis.sessionStorage = { getItem: () => null, setItem() {}, removeItem() {} };
}

export function closePage() {
  for (const name of ["location", "history", "sessionStorage"]) delete globalThis[name];
}
