// One page of a shopper with the library in it, and what holds for every call whatever goes wrong.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "../engines/engine.mjs";
import { NONCE, PERSONAL, REFERENCE, REQUEST } from "./answers.mjs";
import { startServer } from "./server.mjs";
import { MAX_BYTES } from "./table.mjs";

/** The deadline of the calls, in milliseconds, and how much later they may settle. */
export const TIMEOUT = 1_200;
export const SPARE = 250;

/** What each method is called with. */
const INPUT = {
  createDataSession: [REQUEST],
  listDataSessions: [{ externalUserEmail: REQUEST.externalUser.email }],
  getDataSession: [REQUEST.displayId],
  resumeBankLogin: [],
  connectBank: [REQUEST],
};

/** What connectBank is asked for beside: the permission match_identity is never recalled. */
const WANTED = { connectBank: { require: ["identity"] } };

/** Starts a server and opens a page of it. */
export async function openVisit() {
  const server = await startServer();
  const browser = await launch();
  const visit = new Visit(server, browser, await browser.newContext());
  await visit.open();
  return visit;
}

class Visit {
  /** What the browser tells of the console and of exceptions that nobody caught; WebKitGTK's driver tells nothing. */
  said = [];

  constructor(server, browser, context) {
    Object.assign(this, { server, browser, context, well: server.plan() });
  }

  async open() {
    this.page = await this.context.newPage();
    this.page.on("console", (message) => this.said.push(message.text()));
    this.page.on("pageerror", (error) => this.said.push(`uncaught: ${error}`));
    await this.page.goto(this.server.url);
    await this.page.waitForFunction(() => "faults" in globalThis);
  }

  async close() {
    await this.browser.close();
    await this.server.close();
  }

  /** The page as the bank login returns to it, so that resumeBankLogin has something to do. */
  returned() {
    return this.page.evaluate((given) => globalThis.faults.returned(given), { nonce: NONCE, reference: REFERENCE });
  }

  /** Makes several calls at once: `{plan, method, options?, wanted?, abort?, reason?}`. Each settles in time and says nothing personal. */
  async calls(...calls) {
    const given = calls.map(({ plan, method, options, wanted, abort, reason }) => ({
      url: plan.url,
      options: { timeoutMs: TIMEOUT, retries: 1, maxResponseBytes: MAX_BYTES, ...options },
      method,
      input: INPUT[method],
      wanted: { ...WANTED[method], ...wanted },
      abort,
      reason,
    }));
    const results = await this.page.evaluate((given) => globalThis.faults.all(given), given);
    for (const [at, { ms, value, error, real, text }] of results.entries()) {
      const { method, options } = given[at];
      const limit = options.timeoutMs + SPARE + (method === "resumeBankLogin" && value?.kind === "pending" ? 10_000 : 0);
      assert.ok(ms < limit, `${method} settled after ${Math.round(ms)} ms`);
      for (const failed of [{ error, real, text }, value?.problem ?? {}].filter((one) => one.error)) {
        assert.ok(failed.real, `${method} gives a real IvyError`);
        assertImpersonal(failed.text, method);
      }
    }
    return results;
  }

  async call(call) {
    const [result] = await this.calls(call);
    return result;
  }

  /**
   * The same instance does a hundred calls right, and after them no connection of these plans is open. WebKitGTK looks for
   * connections that the server has closed when it needs one.
   */
  async expectWell(...plans) {
    const given = { url: this.well.url, request: REQUEST };
    assert.deepEqual(await this.page.evaluate((given) => globalThis.faults.hundred(given), given), { wrong: 0, instances: 1 });
    this.well.requests.length = 0;
    for (let wait = 0; plans.some(({ open }) => open > 0) && wait < 50; wait++) await pause(20);
    assert.deepEqual(plans.map(({ open }) => open), plans.map(() => 0), "connections that are still open");
  }

  /** The console and the stores of the page hold nothing personal, and nothing went uncaught. */
  async expectDiscreet() {
    await this.returned();
    const plan = this.server.plan();
    assert.equal((await this.call({ plan, method: "resumeBankLogin" })).value.kind, "connected");
    assertImpersonal(await this.page.evaluate(() => globalThis.faults.stored()), "what is stored");
    const said = [...this.said, ...(await this.page.evaluate(() => globalThis.faults.said))];
    assertImpersonal(said.join("\n"), "the console");
    assert.deepEqual(said.filter((line) => line.startsWith("uncaught")), []);
  }
}

function assertImpersonal(text, where) {
  const found = PERSONAL.filter((value) => text.toLowerCase().includes(value.toLowerCase()));
  assert.deepEqual(found, [], `${where} holds something personal: ${text}`);
}
