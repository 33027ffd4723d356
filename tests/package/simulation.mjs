// A fake clock that advances only when everything waits, so that pauses and deadlines are testable to the millisecond. The
// same class is a scripted proxy.

import assert from "node:assert/strict";
import * as ivy from "../../pkg/inline.js";

const own = { setTimeout, clearTimeout, setImmediate, fetch: globalThis.fetch, now: performance.now, random: Math.random, date: Date.now };

/** The time of the page when a test starts, in epoch milliseconds. */
export const START = Date.parse("Mon, 23 Nov 2026 12:00:00 GMT");

export const PROXY = "https://shop.example/api/ivy";

/** Returns a JSON response. */
export const json = (status, body, headers = {}) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** Never responds. Rejects when the request is aborted. */
export const silent = (request) => new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));

/** Responds after some milliseconds. */
export const respondAfter = (ms, answer) => () => new Promise((resolve) => setTimeout(() => resolve(answer()), ms));

export const lost = () => Promise.reject(new TypeError("failed to fetch"));

export class Simulation {
  #now = 0;
  #timers = new Map();
  #next = 1;
  #behind = 0;
  /** The requests sent so far: `{path, body, key, at}`. */
  sent = [];
  events = [];

  /**
   * @param {Function[]} replies the proxy's replies to consecutive requests; a further request fails the test
   * @param {number} [behind] the milliseconds by which the page's clock lags behind its timers, as Firefox's may
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

  /** Runs a function with the fake clock and proxy. Returns `{value}` or `{error}`. */
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

  /** Runs all pending microtasks and immediate callbacks. */
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

/** Sets the globals of a page at `href` that a bank login uses. */
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
