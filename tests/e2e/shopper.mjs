// A shopper: one browser context with its own cookies, and the steps that a person takes on the checkout page and at the
// bank. Everything that the browser says, asks and stores is noted, so that a test can search it.

import assert from "node:assert/strict";
import { launch } from "../engines/engine.mjs";
import { phone } from "./devices.mjs";

const browsers = new Map();

/** How long a shopper waits for anything, in milliseconds: no machine is as slow as that. */
const PATIENCE = 60_000;

/**
 * Opens a browser window that shares nothing with others. `options` are playwright's options of a context;
 * `webAssembly: false` is a browser in which it is switched off, `keepsPages: true` one with a back/forward cache.
 */
export async function openShopper(world, { webAssembly = true, keepsPages = false, ...options } = {}) {
  const kind = JSON.stringify([webAssembly, keepsPages]);
  if (!browsers.has(kind)) browsers.set(kind, await launch({ webAssembly, keepsPages }));
  const browser = browsers.get(kind);
  const context = await browser.newContext({ ...phone, ...options });
  context.setDefaultTimeout(PATIENCE);
  if (keepsPages) await letPagesBeKept(world, context);
  const page = await context.newPage();
  return new Shopper(world, context, page, options.javaScriptEnabled ?? true);
}

/** The demo's pages are no-store, which keeps them out of that cache in Chromium. Many merchants' are not, and other browsers keep all. */
async function letPagesBeKept({ shopUrl }, context) {
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

/** Ends the browser that all shoppers of a file share. */
export async function closeBrowser() {
  for (const browser of browsers.values()) await browser.close();
  browsers.clear();
}

class Shopper {
  /** Console errors and uncaught exceptions, as texts. */
  problems = [];
  /** Everything written to the console. */
  said = [];
  /** Every request as `{method, url, headers, body}`. */
  requests = [];

  constructor(world, context, page, hasScripts) {
    Object.assign(this, { world, context, page, hasScripts });
    page.on("console", (message) => {
      this.said.push(message.text());
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

  async visit(path = "/") {
    await this.page.goto(this.world.shopUrl + path);
    await this.settled();
  }

  async signIn(name) {
    await this.visit();
    await this.page.click(`#sign-in-${name}`);
    await this.page.waitForSelector("#sign-out:visible");
    await this.settled();
  }

  async signOut() {
    await this.page.click("#sign-out");
    await this.page.waitForSelector("#sign-in-ada:visible");
    await this.settled();
  }

  /**
   * Waits until the checkout page is at rest: the library is loaded or given up (a click before that submits the no-JS form),
   * something is shown, and nothing is under way.
   */
  async settled() {
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
    await this.atBank();
  }

  async atBank() {
    await this.page.waitForURL(`${this.world.bankUrl}/**`);
  }

  /** Chooses a bank and logs in there. */
  async logIn({ bank = "de-testbank", as = "ada" } = {}) {
    await this.page.click(`#bank-${bank}`);
    await this.page.fill("[name=username]", as);
    await this.page.fill("[name=password]", "password");
    await this.page.click("#login");
  }

  /** The whole bank login, up to the shop's page that says how it went. */
  async finishBankLogin(choice) {
    await this.logIn(choice);
    await this.page.click("#consent");
    await this.backInShop();
  }

  async backInShop() {
    await this.page.waitForURL(`${this.world.shopUrl}/**`);
    if (!(await this.page.url()).includes("/plain/")) return this.settled();
    // With scripts the page goes on by itself.
    if (!this.hasScripts) await this.page.click("#continue button");
    await this.page.waitForURL(`${this.world.shopUrl}/plain/done`);
  }

  /** From the checkout page through a bank login to the connected account. */
  async connect(choice) {
    await this.goToBank();
    await this.finishBankLogin(choice);
    await this.expectOffer("connected");
  }

  async expectState(...states) {
    const state = await this.page.getAttribute("#status", "data-state");
    assert.ok(states.includes(state), `#status says "${state}", expected ${states.join(" or ")}`);
  }

  /** The accounts on offer, as texts, after a look at what kind of offer it is. */
  async expectOffer(kind) {
    await this.settled();
    assert.ok(await this.page.isVisible("#offer"), `no offer is shown; #status says "${await this.page.textContent("#status")}"`);
    assert.equal(await this.page.getAttribute("#offer", "data-kind"), kind);
    return this.page.locator("#offer .account").allInnerTexts();
  }

  async expectNoOffer() {
    await this.settled();
    assert.ok(!(await this.page.isVisible("#offer")), "an account is offered");
    assert.ok(await this.page.isVisible("#pay-by-bank"), "the button to pay by bank is not shown");
  }

  /** How many of the accounts on offer are chosen. */
  async chosen() {
    return this.page.locator("#offer .account input:checked").count();
  }

  /** Posts to the shop as its page would, and gives `{status, body, headers}`. */
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
          // A text that is not JSON is given as it is.
        }
        return { status: response.status, body: parsed, headers: Object.fromEntries(response.headers) };
      },
      [path, body, headers],
    );
  }

  /** The same shopper in a second tab. */
  async secondTab() {
    return Object.assign(Object.create(this), { page: await this.context.newPage() });
  }

  /** How often a page of the shop was shown again in this tab as it was left. */
  async restored() {
    return Number(await this.page.evaluate(() => sessionStorage.getItem("test.restored")));
  }

  /** What the page posts to pay from the first account of a session, as the shop lists it. */
  async firstAccount() {
    const { body } = await this.post("/api/ivy/data/session/list", {});
    const [{ id, data }] = body.dataSessions;
    return { sessionId: id, handle: data.accounts[0].handle };
  }

  /** What the shop's page has in both storages, its history entry and its cookies, as one text. */
  async stored() {
    const places = await this.page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, history.state]);
    const cookies = await this.context.cookies();
    return JSON.stringify([places, cookies.map(({ name, value }) => [name, decodeURIComponent(value)])]);
  }

  /** Console errors that a test does not expect fail it. */
  expectNoProblems(allowed = []) {
    const unexpected = this.problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, []);
  }

  async close() {
    await this.context.close();
  }
}
