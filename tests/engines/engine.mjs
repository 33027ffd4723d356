// The browser engine for the tests of this process: the one that IVY_ENGINE names, or Chromium.
//
// A test for all engines uses only the methods of `webdriver.mjs`, which have Playwright's names. Playwright drives
// Chromium, and no other browser of Debian. `cargo xtask test` sets the environment. For a single file by hand see
// `webdriver.mjs`.

import { chromium } from "playwright-core";
import { launchByWebDriver } from "./webdriver.mjs";

/** "chromium", "firefox" or "webkit". */
export const engine = process.env.IVY_ENGINE ?? "chromium";

/** True if a context has `setOffline`. Classic WebDriver has no such command, and WebKitGTK supports nothing else. */
export const canGoOffline = engine !== "webkit";

/**
 * Starts the browser. `webAssembly: false` switches WebAssembly off, and `backForwardCache: true` enables the back/forward cache,
 * which Playwright disables by default.
 *
 * @returns a `Browser` of Playwright, or its replacement in `webdriver.mjs`
 */
export async function launch({ webAssembly = true, backForwardCache = false } = {}) {
  if (engine !== "chromium") return launchByWebDriver(engine, { webAssembly });
  // Without its compilers V8 has no WebAssembly either.
  const args = webAssembly ? [] : ["--js-flags=--jitless"];
  const ignoreDefaultArgs = backForwardCache ? ["--disable-back-forward-cache"] : [];
  return launchChromium({ args, ignoreDefaultArgs });
}

/**
 * Starts Chromium, for a test that needs no other engine. The variable CHROMIUM names the program. `args` are added to the
 * arguments, and `ignoreDefaultArgs` are arguments of Playwright to leave out.
 *
 * @returns a `Browser` of Playwright
 */
export function launchChromium({ args = [], ignoreDefaultArgs = [] } = {}) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", ...args], ignoreDefaultArgs });
}
