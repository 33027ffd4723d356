// A shopper: one browser context with its own cookies, and the steps of a person at the bank and on the checkout page with an
// own design, which has every part of it in reach.
// Records all console messages and requests, so that a test can search them.

import assert from "node:assert/strict";
import { launch } from "../engines/engine.mjs";
import { phone } from "./devices.mjs";

const browsers = new Map();

/** The timeout for anything that a shopper waits for, in milliseconds. It is long enough for any slow machine. */
const PATIENCE = 60_000;

/**
 * Opens a browser context that shares nothing with others. `options` are Playwright's options of a context. `webAssembly:
 * false` switches WebAssembly off, and `backForwardCache: true` enables the back/forward cache.
 */
export async function openShopper(env, { webAssembly = true, backForwardCache = false, ...options } = {}) {
  const kind = JSON.stringify([webAssembly, backForwardCache]);
  if (!browsers.has(kind)) browsers.set(kind, await launch({ webAssembly, backForwardCache }));
  const browser = browsers.get(kind);
  const context = await browser.newContext({ ...phone, ...options });
  context.setDefaultTimeout(PATIENCE);
  if (backForwardCache) await allowPageCache(env, context);
  const page = await context.newPage();
  return new Shopper(env, context, page, options.javaScriptEnabled ?? true);
}

/**
 * Makes the demo's pages cacheable. They are `no-store`, which excludes them from the back/forward cache in Chromium. Pages
 * of many merchants are not, and other browsers cache all pages.
 */
async function allowPageCache({ shopUrl }, context) {
  await context.route(`${shopUrl}/**`, async (route) => {
    if (route.request().resourceType() !== "document" || route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch({ maxRedirects: 0 });
    return route.fulfill({ response, headers: { ...response.headers(), "cache-control": "no-cache" } });
  });
  await context.addInitScript(() => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) sessionStorage.setItem("test.restored", Number(sessionStorage.getItem("test.restored")) + 1);
    });
  });
}

/** Closes the browsers that the shoppers of a test file share. */
export async function closeBrowser() {
  for (const browser of browsers.values()) await browser.close();
  browsers.clear();
}

class Shopper {
  /** Console errors and uncaught exceptions, as texts. */
  problems = [];
  /** Everything written to the console. */
  consoleTexts = [];
  /** Every request as `{method, url, headers, body}`. */
  requests = [];

  constructor(env, context, page, hasScripts) {
    Object.assign(this, { env, context, page, hasScripts });
    page.on("console", (message) => {
      this.consoleTexts.push(message.text());
      if (message.type() === "error") this.problems.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("request", (request) =>
      this.requests.push({
        method: request.method(),
        url: request.url(),
        headers: request.headers(),
        body: request.postData() ?? "",
      }),
    );
  }

  async visit(path = "/own-design") {
    await this.page.goto(this.env.shopUrl + path);
    await this.waitUntilIdle();
  }

  async signIn(name) {
    await this.visit();
    await this.page.click(`#sign-in-${name}`);
    await this.page.waitForSelector("#sign-out:visible");
    await this.waitUntilIdle();
  }

  async signOut() {
    await this.page.click("#sign-out");
    await this.page.waitForSelector("#sign-in-ada:visible");
    await this.waitUntilIdle();
  }

  /**
   * Waits until the checkout page is idle: the library has loaded or failed (an earlier click submits the no-JS form), one
   * part is shown, and no task is running.
   */
  async waitUntilIdle() {
    const busy = ["looking", "connecting", "leaving", "returning", "paying", "forgetting"];
    await this.page.waitForFunction((busy) => {
      const state = document.getElementById("status")?.dataset.state;
      const isLoaded = document.getElementById("editor-issues")?.children.length > 0 || state === "blocked";
      const parts = ["connect", "offer", "paid"].map((id) => document.getElementById(id));
      return isLoaded && !busy.includes(state) && parts.some((part) => part?.checkVisibility());
    }, busy);
  }

  /** Clicks "Pay by bank" and waits for the bank's page. */
  async goToBank() {
    await this.page.click("#pay-by-bank");
    await this.waitForBank();
  }

  async waitForBank() {
    await this.page.waitForURL(`${this.env.bankUrl}/**`);
  }

  /** Chooses a bank and logs in to it. */
  async logIn({ bank = "de-testbank", as = "ada" } = {}) {
    await this.page.click(`#bank-${bank}`);
    await this.page.fill("[name=username]", as);
    await this.page.fill("[name=password]", "password");
    await this.page.click("#login");
  }

  /** Completes the bank login, up to the shop's page with the result. */
  async finishBankLogin(choice) {
    await this.logIn(choice);
    await this.page.click("#consent");
    await this.waitForShop();
  }

  async waitForShop() {
    await this.page.waitForURL(`${this.env.shopUrl}/**`);
    if (!(await this.page.url()).includes("/plain/")) return this.waitUntilIdle();
    // With scripts the page continues automatically.
    if (!this.hasScripts) await this.page.click("#continue button");
    await this.page.waitForURL(`${this.env.shopUrl}/plain/done`);
  }

  /** Completes a bank login from the checkout page to the connected account. */
  async connect(choice) {
    await this.goToBank();
    await this.finishBankLogin(choice);
    await this.expectOffer("connected");
  }

  async expectState(...states) {
    const state = await this.page.getAttribute("#status", "data-state");
    assert.ok(states.includes(state), `#status says "${state}", expected ${states.join(" or ")}`);
  }

  /** Checks the kind of the offer and returns the texts of its accounts. */
  async expectOffer(kind) {
    await this.waitUntilIdle();
    assert.ok(await this.page.isVisible("#offer"), `no offer is shown; #status says "${await this.page.textContent("#status")}"`);
    assert.equal(await this.page.getAttribute("#offer", "data-kind"), kind);
    return this.page.locator("#offer .account").allInnerTexts();
  }

  async expectNoOffer() {
    await this.waitUntilIdle();
    assert.ok(!(await this.page.isVisible("#offer")), "an account is offered");
    assert.ok(await this.page.isVisible("#pay-by-bank"), "the button to pay by bank is not shown");
  }

  /** Returns the number of selected accounts in the offer. */
  async selectedCount() {
    return this.page.locator("#offer .account input:checked").count();
  }

  /** Posts to the shop as its page does, and returns `{status, body, headers}`. */
  async post(path, body, headers = {}) {
    return this.page.evaluate(
      async ([path, body, headers]) => {
        const response = await fetch(path, {
          method: "POST",
          headers: { "content-type": "application/json", "ivy-client": "1", ...headers },
          body: JSON.stringify(body),
        });
        const text = await response.text();
        let parsed = text;
        try {
          parsed = JSON.parse(text);
        } catch {
          // Text that is not JSON is returned unchanged.
        }
        return { status: response.status, body: parsed, headers: Object.fromEntries(response.headers) };
      },
      [path, body, headers],
    );
  }

  /** Returns the same shopper in a second tab. */
  async secondTab() {
    return Object.assign(Object.create(this), { page: await this.context.newPage() });
  }

  /** Returns how often this tab showed a page of the shop from the back/forward cache. */
  async restoreCount() {
    return Number(await this.page.evaluate(() => sessionStorage.getItem("test.restored")));
  }

  /** Returns the body with which the page pays from the first account of the first listed session. */
  async firstAccount() {
    const { body } = await this.post("/api/ivy/data/session/list", {});
    const [{ id, data }] = body.dataSessions;
    return { sessionId: id, handle: data.accounts[0].handle };
  }

  /** Returns everything that the shop's page stores (both storages, history state, cookies) as one text. */
  async stored() {
    const places = await this.page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, history.state]);
    const cookies = await this.context.cookies();
    return JSON.stringify([places, cookies.map(({ name, value }) => [name, decodeURIComponent(value)])]);
  }

  /** Fails the test if the console has errors that are not allowed. */
  expectNoProblems(allowed = []) {
    const unexpected = this.problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, []);
  }

  async close() {
    await this.context.close();
  }
}
