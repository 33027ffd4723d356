// The browser that is measured: the one that IVY_ENGINE names.
import { engine, launch as start } from "../../engines/engine.mjs";

const NAMES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };

/** How often a driver asks whether a page is done, in milliseconds: seldom, since it is the page that is measured. */
const SELDOM = 250;

/** Starts the browser; `open(url)` gives a page of a fresh context, whose `call` calls one of `globalThis.bench`. */
export async function launch() {
  const browser = await start();
  return {
    name: `${NAMES[engine]} ${await browser.version()}`,
    engine,
    browser,
    async open(url) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction(() => globalThis.bench !== undefined);
      if ("step" in page) page.step = SELDOM;
      return {
        call: (name, parameters) => page.evaluate(([name, given]) => globalThis.bench[name](given), [name, parameters ?? null]),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
