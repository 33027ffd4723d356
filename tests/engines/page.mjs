// A page, driven by WebDriver. Every method waits for the elements that it needs, as in Playwright. A driver alone would
// fail at once if an element is missing or the page has just changed.

import { setTimeout as pause } from "node:timers/promises";

/** Errors of a driver that are temporary, while one page or element replaces another. */
const PASSING = [
  ...["ElementClickInterceptedError", "ElementNotInteractableError", "JavascriptError", "NoSuchElementError"],
  ...["NoSuchFrameError", "NoSuchWindowError", "StaleElementReferenceError"],
];

/** Script: returns true if the shopper can see the element. */
const IS_SHOWN = "(element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'";

/** Scripts that read one property of an element in the page. */
const READERS = {
  element: `(element) => [element, (${IS_SHOWN})(element)]`,
  innerText: "(element) => element.innerText",
  textContent: "(element) => element.textContent",
  isVisible: IS_SHOWN,
  attribute: "(element, name) => element.getAttribute(name)",
};

let tickets = 0;

export class Page {
  /** The timeout for everything that is waited for, in milliseconds. */
  timeout = 60_000;
  /** The interval between two polls, in milliseconds. */
  step = 15;
  #driver;
  #listeners = { console: [], pageerror: [], request: [] };

  constructor(driver) {
    this.#driver = driver;
  }

  /** Adds a listener for `console` or `pageerror`, if the engine reports them. No engine reports a `request`. */
  on(event, listener) {
    this.#listeners[event].push(listener);
  }

  /** Dispatches one entry of the browser's log, in the format of WebDriver BiDi. */
  dispatchLogEntry({ type, level, text }) {
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

  /** Returns a promise of the URL. */
  url() {
    return this.#driver.getCurrentUrl();
  }

  /** Waits until a page has loaded whose URL starts with `pattern`, which ends in two asterisks. */
  async waitForURL(pattern) {
    const start = pattern.replace(/\*\*$/, "");
    await this.#until(`the address ${pattern}`, async () => {
      const [url, state] = (await this.#driver.executeScript("return [location.href, document.readyState]")) ?? [];
      return state === "complete" && url.startsWith(start);
    });
  }

  async waitForFunction(test, argument, { timeout } = {}) {
    await this.#until(test, () => this.#driver.executeScript(`return Boolean((${test})(...arguments))`, argument), timeout);
  }

  /** Waits until an element for the selector is visible. */
  async waitForSelector(selector, { timeout } = {}) {
    await this.#until(`${selector} to be seen`, async () => (await this.#read(selector, "isVisible"))?.includes(true), timeout);
  }

  /**
   * Calls a function in the page and returns its result, as JSON. Other calls can run meanwhile. The function must store
   * values for the page on `window`, because Firefox gives a driver's scripts a separate `globalThis`.
   */
  async evaluate(task, argument) {
    const ticket = `end-${tickets++}`;
    await this.#driver.executeScript(
      `const [given, ticket] = arguments;
       const end = (text) => (window[ticket] = text ?? "null");
       const fail = (error) => end(JSON.stringify({ failed: String(error) }));
       new Promise((resolve) => resolve((${task})(given))).then((value) => end(JSON.stringify({ value }))).catch(fail);`,
      argument,
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

  /** Returns a locator for all elements of a selector. With `hasText` only elements with this text match. */
  locator(selector, { hasText = "" } = {}) {
    const read = async (property) => (await this.#read(selector, property, { hasText })) ?? [];
    const locator = {
      read,
      first: () => locator,
      count: async () => (await read("textContent")).length,
      allInnerTexts: () => read("innerText"),
      click: () => this.#onShown(locator, (element) => element.click()),
    };
    return locator;
  }

  /** Runs an action on the first element of a locator once it is visible. */
  async #onShown(locator, act) {
    await this.#until("an element to act on", async () => {
      const [[element, isShown] = []] = await locator.read("element");
      if (isShown) await act(element);
      return isShown;
    });
  }

  /** Returns one property of the first element, once there is one. */
  async #first(selector, property, name) {
    let found;
    await this.#until(selector, async () => {
      found = await this.#read(selector, property, { name });
      return found?.length > 0;
    });
    return found[0];
  }

  /** Returns one property of every element of a selector at present, or `null` while one page replaces another. */
  #read(selector, property, { name = null, hasText = "" } = {}) {
    const script = `const [selector, name, hasText] = arguments;
      return [...document.querySelectorAll(selector)]
        .filter((element) => element.textContent.includes(hasText))
        .map((element) => (${READERS[property]})(element, name))`;
    // Drop Playwright's `:visible`: here every wait is for visible elements.
    return this.#driver.executeScript(script, selector.replaceAll(":visible", ""), name, hasText);
  }

  /** Polls until the condition holds, and fails after the timeout. */
  async #until(what, isMet, timeout = this.timeout) {
    let last = "";
    for (const end = Date.now() + timeout; Date.now() < end; await pause(this.step)) {
      try {
        if (await isMet()) return;
      } catch (error) {
        if (!PASSING.includes(error.name)) throw error;
        last = ` (${error.message})`;
      }
    }
    throw new Error(`waited ${timeout} ms for ${what}${last}`);
  }
}
