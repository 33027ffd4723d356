// A shopper's page with the library in it, and the checks that apply to every call, whatever the fault.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "../engines/engine.mjs";
import { NONCE, PERSONAL, REFERENCE, REQUEST } from "./responses.mjs";
import { startServer } from "./server.mjs";
import { MAX_BYTES } from "./fault-table.mjs";

/**
 * The deadline of a call that is expected to run out of time, in milliseconds. SPARE is the time by which it may settle
 * later.
 */
export const TIMEOUT = 1_200;
export const SPARE = 250;

/** The deadline of all other calls, in milliseconds. It is too long to be reached, also on a slow machine. */
const PLENTY = 15_000;

/** The number of times that a late test runs before it fails. */
const ROUNDS = 3;

/** Returns true if a call ended by its deadline, or by that of its list. */
const hasRunOut = ({ error, value }) => (error ?? value?.problem?.error)?.code === "timeout";

/** Returns the same calls without an expected timeout. The options of a client stay the same. */
export const withoutTimeouts = (cases) => cases.map((one) => ({ ...one, overdue: false, options: { ...one.options, ...(one.overdue && { timeoutMs: TIMEOUT }) } }));

/** The arguments of each method. */
const INPUT = {
  createDataSession: [REQUEST],
  listDataSessions: [{ externalUserEmail: REQUEST.externalUser.email }],
  getDataSession: [REQUEST.displayId],
  resumeBankLogin: [],
  connectBank: [REQUEST],
};

/** The extra options of connectBank: the permission match_identity is never recalled, so only identity is required. */
const WANTED = { connectBank: { require: ["identity"] } };

/** Starts a server and opens its page in the browser. */
export async function openVisit() {
  const server = await startServer();
  const browser = await launch();
  const visit = new Visit(server, browser, await browser.newContext());
  await visit.open();
  return visit;
}

class Visit {
  /** Console output and uncaught exceptions, as the browser reports them. WebKitGTK's driver reports none. */
  consoleTexts = [];
  /** Late results, while `retryIfLate` runs. `#busy` has the signs of a busy machine. */
  #late;
  #busy = [];

  constructor(server, browser, context) {
    Object.assign(this, { server, browser, context, workingPlan: server.plan() });
  }

  async open() {
    this.page = await this.context.newPage();
    this.page.on("console", (message) => this.consoleTexts.push(message.text()));
    this.page.on("pageerror", (error) => this.consoleTexts.push(`uncaught: ${error}`));
    await this.page.goto(this.server.url);
    await this.page.waitForFunction(() => "faults" in globalThis);
  }

  async close() {
    await this.browser.close();
    await this.server.close();
  }

  /** Puts the page into the state after the return from a bank login, so that resumeBankLogin has a login to resume. */
  returnFromBank() {
    return this.page.evaluate((given) => globalThis.faults.returnFromBank(given), { nonce: NONCE, reference: REFERENCE });
  }

  /**
   * Runs a test that depends on time, up to three times in all if it was late. A busy machine is not late every time, but a
   * slow library would be. A failure without a delay fails at once.
   */
  async retryIfLate(act) {
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

  /** Records a sign of a busy machine. `retryIfLate` then repeats a failed test. */
  noteBusy(what) {
    this.#busy.push(what);
  }

  /** Checks a duration in milliseconds. Within `retryIfLate` a late one is recorded; otherwise it fails at once. */
  expectWithin(limit, ms, what) {
    if (ms < limit) return;
    const late = `${what} settled after ${Math.round(ms)} ms`;
    if (!this.#late) assert.fail(late);
    this.#late.push(late);
  }

  /**
   * Makes several calls at once: `{plan, method, options?, wanted?, overdue?, abort?, reason?}`. Checks that each settles in
   * time and that no error contains personal data. `overdue` marks a call that is expected to run out of time. Late results
   * need `retryIfLate`.
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
      this.expectWithin(options.timeoutMs + SPARE + (method === "resumeBankLogin" && value?.kind === "pending" ? 10_000 : 0), ms, method);
      if (!calls[at].overdue && hasRunOut(results[at])) this.noteBusy(`${method} ran out of time`);
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
   * Checks that the same instance makes 100 successful calls, and that no connection of these plans is open afterwards.
   * WebKitGTK detects connections closed by the server only when it needs one, and a slow browser may need time to close the
   * others.
   */
  async expectWorking(...plans) {
    const given = { url: this.workingPlan.url, request: REQUEST };
    assert.deepEqual(await this.page.evaluate((given) => globalThis.faults.hundredCalls(given), given), { wrong: [], instances: 1 });
    this.workingPlan.requests.length = 0;
    for (const end = performance.now() + 30_000; plans.some(({ open }) => open > 0) && performance.now() < end; ) await pause(20);
    assert.deepEqual(plans.map(({ open }) => open), plans.map(() => 0), "connections that are still open");
  }

  /** Checks that console and stores of the page contain no personal data, and that there were no uncaught errors. */
  async expectNoPersonalData() {
    await this.returnFromBank();
    const plan = this.server.plan();
    assert.equal((await this.call({ plan, method: "resumeBankLogin" })).value.kind, "connected");
    assertImpersonal(await this.page.evaluate(() => globalThis.faults.stored()), "what is stored");
    const consoleTexts = [...this.consoleTexts, ...(await this.page.evaluate(() => globalThis.faults.consoleTexts))];
    assertImpersonal(consoleTexts.join("\n"), "the console");
    assert.deepEqual(consoleTexts.filter((line) => line.startsWith("uncaught")), []);
  }
}

function assertImpersonal(text, where) {
  const found = PERSONAL.filter((value) => text.toLowerCase().includes(value.toLowerCase()));
  assert.deepEqual(found, [], `${where} holds something personal: ${text}`);
}
