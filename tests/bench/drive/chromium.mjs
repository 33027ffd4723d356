// Headless Chromium through playwright-core.
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Starts the browser; `open(url)` gives a page of a fresh context, whose `call` calls one of `globalThis.bench`. */
export async function launch() {
  const executablePath = process.env.CHROMIUM;
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS, chromiumSandbox: false });
  return {
    name: `Chromium ${browser.version()}`,
    browser,
    async open(url) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction(() => globalThis.bench !== undefined);
      return {
        call: (name, parameters) => page.evaluate(([name, given]) => globalThis.bench[name](given), [name, parameters]),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
