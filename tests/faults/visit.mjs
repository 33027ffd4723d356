// One page of a shopper with the library in it, and what holds for every call whatever goes wrong.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "../engines/engine.mjs";
import { NONCE, PERSONAL, REFERENCE, REQUEST } from "./answers.mjs";
import { startServer } from "./server.mjs";
import { MAX_BYTES } from "./table.mjs";

/** The deadline of a call that is to run out of time, in milliseconds, and how much later it may settle. */
export const TIMEOUT = 1_200;
export const SPARE = 250;

/** The deadline of all other calls: so long that no machine is slow enough for it to have a say. */
const PLENTY = 15_000;

/** How often something is done that was late. */
const ROUNDS = 3;

/** Whether a call ended by its deadline, or by that of its list. */
const hasRunOut = ({ error, value }) => (error ?? value?.problem?.error)?.code === "timeout";

/** The same calls once more, now that none has to run out of time; a client's deadline stays what it was. */
export const again = (cases) => cases.map((one) => ({ ...one, overdue: false, options: { ...one.options, ...(one.overdue && { timeoutMs: TIMEOUT }) } }));

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
  /** While `timely` runs: what was later than it may be, and what may have come of a busy machine. */
  #late;
  #busy = [];

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

  /**
   * Does what time has a say in, and does it again, up to three times in all, where something was late: a machine that had
   * other work to do is not late each time, as the library would be. What is wrong without being late fails at once.
   */
  async timely(act) {
    for (let round = 1; ; round++) {
      const [late, busy] = [(this.#late = []), (this.#busy = [])];
      const failure = await act().then(() => undefined, (error) => error);
      this.#late = undefined;
      const isUnsure = late.length > 0 || (failure && busy.length > 0);
      if (isUnsure && round < ROUNDS) continue;
      if (failure) throw failure;
      assert.deepEqual(late, []);
      return;
    }
  }

  /** Notes for `timely` what a busy machine does; what fails in spite of it is done again. */
  busy(what) {
    this.#busy.push(what);
  }

  /** Notes for `timely` what settled later than it may; without it that fails at once. */
  within(limit, ms, what) {
    if (ms < limit) return;
    const late = `${what} settled after ${Math.round(ms)} ms`;
    if (!this.#late) assert.fail(late);
    this.#late.push(late);
  }

  /**
   * Makes several calls at once: `{plan, method, options?, wanted?, overdue?, abort?, reason?}`. Each settles in time, which
   * `timely` has to look after, and says nothing personal. `overdue`: the call is to run out of time.
   */
  async calls(...calls) {
    const given = calls.map(({ plan, method, operation, options, wanted, overdue, abort, reason }) => ({
      url: plan.url,
      options: { timeoutMs: overdue ? TIMEOUT : PLENTY, retries: 1, maxResponseBytes: MAX_BYTES, ...options },
      method,
      operation,
      input: INPUT[method],
      wanted: { ...WANTED[method], ...wanted },
      abort,
      reason,
    }));
    const results = await this.page.evaluate((given) => globalThis.faults.all(given), given);
    for (const [at, { ms, value, error, real, text }] of results.entries()) {
      const { method, options } = given[at];
      this.within(options.timeoutMs + SPARE + (method === "resumeBankLogin" && value?.kind === "pending" ? 10_000 : 0), ms, method);
      if (!calls[at].overdue && hasRunOut(results[at])) this.busy(`${method} ran out of time`);
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
   * connections that the server has closed when it needs one. A slow browser may need a while to close the
   * others.
   */
  async expectWell(...plans) {
    const given = { url: this.well.url, request: REQUEST };
    assert.deepEqual(await this.page.evaluate((given) => globalThis.faults.hundred(given), given), { wrong: 0, instances: 1 });
    this.well.requests.length = 0;
    for (const end = performance.now() + 30_000; plans.some(({ open }) => open > 0) && performance.now() < end; ) await pause(20);
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
