// The engine that the tests of this process drive: the one that IVY_ENGINE names, Chromium where it names none.
//
// A test that is to run in every engine keeps to the calls of `webdriver.mjs`, which bear playwright's names: playwright
// drives Chromium, and nothing else that Debian has. `cargo xtask test` sets the environment; for a single file by hand see
// `webdriver.mjs`.

import { chromium } from "playwright-core";
import { launchByWebDriver } from "./webdriver.mjs";

/** "chromium", "firefox" or "webkit". */
export const engine = process.env.IVY_ENGINE ?? "chromium";

/** Whether a context has `setOffline`: WebDriver knows no such thing, and WebKitGTK speaks nothing else. */
export const canGoOffline = engine !== "webkit";

/**
 * Starts the browser. `webAssembly: false` starts one in which WebAssembly is switched off; `keepsPages: true` one with a
 * back/forward cache, which playwright switches off.
 *
 * @returns a `Browser` of playwright, or what stands in for it in `webdriver.mjs`
 */
export async function launch({ webAssembly = true, keepsPages = false } = {}) {
  if (engine !== "chromium") return launchByWebDriver(engine, { webAssembly });
  // Without its compilers V8 has no WebAssembly either.
  const args = ["--no-sandbox", ...(webAssembly ? [] : ["--js-flags=--jitless"])];
  const ignoreDefaultArgs = keepsPages ? ["--disable-back-forward-cache"] : [];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args, ignoreDefaultArgs });
}
