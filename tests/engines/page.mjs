// A page, driven by WebDriver. Everything waits for what it needs, as playwright does: a driver would say at once that an
// element is not there, or that its page has just gone.

import { setTimeout as pause } from "node:timers/promises";

/** What a driver says while a page gives way to the next, or an element to another. */
const PASSING = [
  ...["ElementClickInterceptedError", "ElementNotInteractableError", "JavascriptError", "NoSuchElementError"],
  ...["NoSuchFrameError", "NoSuchWindowError", "StaleElementReferenceError"],
];

/** Runs in the page: whether a shopper sees the element. */
const IS_SHOWN = "(element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'";

/** What can be asked of an element, as scripts that run in the page. */
const READERS = {
  element: `(element) => [element, (${IS_SHOWN})(element)]`,
  innerText: "(element) => element.innerText",
  textContent: "(element) => element.textContent",
  isVisible: IS_SHOWN,
  attribute: "(element, name) => element.getAttribute(name)",
};

let tickets = 0;

export class Page {
  /** How long anything is waited for, in milliseconds. */
  timeout = 60_000;
  /** The pause between two looks at what is waited for, in milliseconds. */
  step = 15;
  #driver;
  #listeners = { console: [], pageerror: [], request: [] };

  constructor(driver) {
    this.#driver = driver;
  }

  /** Hears of `console` and `pageerror` where the engine tells; of a `request` none tells. */
  on(event, listener) {
    this.#listeners[event].push(listener);
  }

  /** Takes one entry of the browser's log, in the words of WebDriver BiDi. */
  logged({ type, level, text }) {
    const message = { text: () => text ?? "", type: () => level, location: () => ({ url: "" }) };
    if (type === "console") this.#listeners.console.forEach((listener) => listener(message));
    else if (level === "error") this.#listeners.pageerror.forEach((listener) => listener(text));
  }

  async goto(url) {
    await this.#driver.get(url);
  }

  async reload() {
    await this.#driver.navigate().refresh();
  }

  async goBack() {
    await this.#driver.navigate().back();
  }

  /** The address, as a promise. */
  url() {
    return this.#driver.getCurrentUrl();
  }

  /** Waits until a page has loaded whose address is below `pattern`, which ends in two stars. */
  async waitForURL(pattern) {
    const start = pattern.replace(/\*\*$/, "");
    await this.#until(`the address ${pattern}`, async () => {
      const [url, state] = (await this.#driver.executeScript("return [location.href, document.readyState]")) ?? [];
      return state === "complete" && url.startsWith(start);
    });
  }

  async waitForFunction(test, given, { timeout } = {}) {
    await this.#until(test, () => this.#driver.executeScript(`return Boolean((${test})(...arguments))`, given), timeout);
  }

  /** Waits until an element of the selector can be seen. */
  async waitForSelector(selector, { timeout } = {}) {
    await this.#until(`${selector} to be seen`, async () => (await this.#read(selector, "isVisible"))?.includes(true), timeout);
  }

  /**
   * Calls a function in the page and gives what comes of it, as JSON says it. Other calls can be made meanwhile. What it
   * leaves for the page it sets on `window`: Firefox gives a driver's scripts a `globalThis` of their own.
   */
  async evaluate(task, given) {
    const ticket = `end-${tickets++}`;
    await this.#driver.executeScript(
      `const [given, ticket] = arguments;
       const end = (text) => (window[ticket] = text ?? "null");
       const fail = (error) => end(JSON.stringify({ failed: String(error) }));
       new Promise((resolve) => resolve((${task})(given))).then((value) => end(JSON.stringify({ value }))).catch(fail);`,
      given,
      ticket,
    );
    for (;;) {
      const text = await this.#driver.executeScript("return window[arguments[0]]", ticket);
      if (text === null) await pause(this.step);
      else {
        const { value, failed } = JSON.parse(text);
        if (failed !== undefined) throw new Error(failed);
        return value;
      }
    }
  }

  click = (selector) => this.locator(selector).click();
  textContent = (selector) => this.#first(selector, "textContent");
  innerText = (selector) => this.#first(selector, "innerText");
  getAttribute = (selector, name) => this.#first(selector, "attribute", name);

  async isVisible(selector) {
    return (await this.#read(selector, "isVisible"))?.[0] ?? false;
  }

  async fill(selector, text) {
    await this.#onShown(this.locator(selector), async (element) => {
      await element.clear();
      await element.sendKeys(text);
    });
  }

  /** All elements of a selector; `hasText`: those only in which this text stands. */
  locator(selector, { hasText = "" } = {}) {
    const read = async (wanted) => (await this.#read(selector, wanted, { hasText })) ?? [];
    const locator = {
      read,
      first: () => locator,
      count: async () => (await read("textContent")).length,
      allInnerTexts: () => read("innerText"),
      click: () => this.#onShown(locator, (element) => element.click()),
    };
    return locator;
  }

  /** Does something to the first element of a locator once that can be seen. */
  async #onShown(locator, act) {
    await this.#until("an element to act on", async () => {
      const [[element, isShown] = []] = await locator.read("element");
      if (isShown) await act(element);
      return isShown;
    });
  }

  /** One thing of the first element, once that is there. */
  async #first(selector, wanted, name) {
    let found;
    await this.#until(selector, async () => {
      found = await this.#read(selector, wanted, { name });
      return found?.length > 0;
    });
    return found[0];
  }

  /** One thing of every element of a selector, as they are now; null while the page gives way to another. */
  #read(selector, wanted, { name = null, hasText = "" } = {}) {
    const script = `const [selector, name, hasText] = arguments;
      return [...document.querySelectorAll(selector)]
        .filter((element) => element.textContent.includes(hasText))
        .map((element) => (${READERS[wanted]})(element, name))`;
    // Playwright's own `:visible` says what holds here for everything that is waited for.
    return this.#driver.executeScript(script, selector.replaceAll(":visible", ""), name, hasText);
  }

  /** Looks again and again until it is so. */
  async #until(what, isSo, timeout = this.timeout) {
    let last = "";
    for (const end = Date.now() + timeout; Date.now() < end; await pause(this.step)) {
      try {
        if (await isSo()) return;
      } catch (error) {
        if (!PASSING.includes(error.name)) throw error;
        last = ` (${error.message})`;
      }
    }
    throw new Error(`waited ${timeout} ms for ${what}${last}`);
  }
}
