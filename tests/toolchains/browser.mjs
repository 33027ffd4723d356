// Checks of an app in a browser, and the server for the output of a build tool.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { launch } from "../engines/engine.mjs";
import { openPage, serve, strictPolicy } from "../package/packed.mjs";
import { bank, expectedCalls, expectedElement, expectedIn, openShop } from "./shop.mjs";

/** The policy of every app here. The pages have an empty icon. */
export const policy = `${strictPolicy}; img-src data:`;

/** The same for a framework that puts scripts and styles of its own into the page. */
export const inlinePolicy = `${policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")}; style-src 'self' 'unsafe-inline'`;

/** Returns the strict policy for a page with this import map, and with scripts of these other origins. */
export function withImportMap(map, origins = []) {
  const sources = [...origins, `'sha256-${createHash("sha256").update(map).digest("base64")}'`];
  return policy.replace("script-src 'self'", `script-src 'self' ${sources.join(" ")}`);
}

/** The console message for a WebAssembly file that a bundler left behind. */
export const MISSING_FILE = /^Failed to load resource: the server responded with a status of 404/;

/**
 * Opens a page of the shop. It must do all that `use` does, once for each place, draw the element, and open a separate
 * window for the bank. Each console message must match one of `problems`, and each of these a message.
 */
export async function check(url, shop, platforms, { wasmLoads = platforms.length, problems: expectedProblems = [] } = {}) {
  shop.calls.length = 0;
  const isPage = platforms.includes("page");
  const { result, allRequests, problems } = await openPage(url, isPage ? openWindow : undefined);
  const expected = Object.fromEntries(platforms.map((platform) => [platform, expectedIn(platform)]));
  assert.deepEqual(result, isPage ? { ...expected, element: expectedElement } : expected, problems.join("\n"));
  assert.deepEqual(problems.filter((problem) => !expectedProblems.some((pattern) => pattern.test(problem))), []);
  for (const pattern of expectedProblems) assert.ok(problems.some((problem) => pattern.test(problem)), `no message like ${pattern}`);
  const [list, create] = expectedCalls;
  const calls = platforms.flatMap((platform) => [...expectedCalls, ...(platform === "page" ? [list] : [])]);
  assert.deepEqual(shop.calls, isPage ? [...calls, create] : calls);
  const loads = allRequests.filter((path) => path.endsWith(".wasm"));
  assert.equal(loads.length, wasmLoads, loads.join());
}

/** Clicks, and checks that the window that opens reaches the bank, which needs the popup's code. */
async function openWindow(page) {
  await page.context().route(`${bank}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>bank</title>" }));
  const [window] = await Promise.all([page.waitForEvent("popup"), page.mouse.click(600, 500)]);
  await window.waitForURL(`${bank}/**`);
}

/** Serves a folder as a shop and checks one of its pages, by default under the strict policy. */
export async function checkFolder(folder, page, platforms, { policy: own = policy, ...expected } = {}) {
  const pages = await serve(folder, own);
  const shop = await openShop(pages.url);
  try {
    return await check(`${shop.url}/${page}`, shop, platforms, expected);
  } finally {
    shop.close();
    pages.close();
  }
}

/**
 * Starts a tool's server, which forwards requests to the shop in `SHOP`, and checks its page. `start` takes the environment.
 * Pass `isWarm: false` for a server that bundles dependencies when the first page asks for them, and has that page reload.
 */
export async function checkServer(start, platforms, { isWarm = true, ...expected } = {}) {
  const shop = await openShop();
  try {
    await useServer(await start({ SHOP: shop.url }), async (server) => {
      if (!isWarm) await warmUp(server.url);
      await check(server.url, shop, platforms, expected);
    });
  } finally {
    shop.close();
  }
}

/** Starts a tool's server, which knows no shop, and checks its page through the shop. */
export async function checkBehindShop(start, platforms, expected) {
  await useServer(await start({}), async (server) => {
    const shop = await openShop(server.url);
    try {
      await check(shop.url, shop, platforms, expected);
    } finally {
      shop.close();
    }
  });
}

/** Opens a page until it has a result, at most four times. A server that bundles for long answers the first visits late. */
async function warmUp(url) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    for (let visits = 0; visits < 4; visits++) {
      await page.goto(url, { timeout: 60_000 }).catch(() => {});
      const hasResult = await page.waitForFunction(() => "result" in globalThis, undefined, { timeout: 20_000 }).catch(() => false);
      if (hasResult) return;
    }
  } finally {
    await browser.close();
  }
}

async function useServer(server, use) {
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}
