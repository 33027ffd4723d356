// Starts the browser to measure, which IVY_ENGINE names.
import { engine, launch as start } from "../../engines/engine.mjs";

const NAMES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };

/** The interval at which a driver polls the page, in milliseconds. It is long, because polling disturbs the measurement. */
const SELDOM = 250;

/** Starts the browser. `open(url)` opens a page in a fresh context; its `call` calls a function of `globalThis.bench`. */
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
