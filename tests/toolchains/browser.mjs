// Checks of an app in a browser, and the server for the output of a build tool.

import assert from "node:assert/strict";
import { openPage, serve, strictPolicy } from "../package/packed.mjs";
import { bank, expectedCalls, expectedElement, expectedIn, openShop } from "./shop.mjs";

/** The policy of every app here. The pages have an empty icon. */
export const policy = `${strictPolicy}; img-src data:`;

/**
 * Opens a page of the shop. It must do all that `use` does, once for each place, draw the element, and open a separate
 * window for the bank, without console messages.
 */
export async function check(url, shop, platforms, wasmLoads = platforms.length) {
  shop.calls.length = 0;
  const isPage = platforms.includes("page");
  const { result, allRequests, problems } = await openPage(url, isPage ? openWindow : undefined);
  const expected = Object.fromEntries(platforms.map((platform) => [platform, expectedIn(platform)]));
  assert.deepEqual(result, isPage ? { ...expected, element: expectedElement } : expected, problems.join("\n"));
  assert.deepEqual(problems, []);
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

/** Serves a folder as a shop and checks one of its pages. */
export async function checkFolder(folder, page, platforms, wasmLoads) {
  const pages = await serve(folder, policy);
  const shop = await openShop(pages.url);
  try {
    return await check(`${shop.url}/${page}`, shop, platforms, wasmLoads);
  } finally {
    shop.close();
    pages.close();
  }
}
