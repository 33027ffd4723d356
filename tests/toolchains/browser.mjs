// An app in a browser: what it must have done, and the server of what a tool has built.

import assert from "node:assert/strict";
import { openPage, serve, strictPolicy } from "../package/packed.mjs";
import { expected, expectedCalls, openShop } from "./shop.mjs";

/** The policy of every app here; the icon of the pages is empty. */
export const policy = `${strictPolicy}; img-src data:`;

/** Opens a page of the shop, which must do all that `use` does, once per place, without a word in the console. */
export async function check(url, shop, places, wasmLoads = places.length) {
  shop.calls.length = 0;
  const { result, requests, problems } = await openPage(url);
  assert.deepEqual(result, Object.fromEntries(places.map((place) => [place, expected])), problems.join("\n"));
  assert.deepEqual(problems, []);
  assert.deepEqual(shop.calls, places.flatMap(() => expectedCalls));
  const loads = requests.filter((path) => path.endsWith(".wasm"));
  assert.equal(loads.length, wasmLoads, loads.join());
  return requests;
}

/** Serves a folder as a shop and checks one of its pages. */
export async function checkFolder(folder, page, places, wasmLoads) {
  const pages = await serve(folder, policy);
  const shop = await openShop(pages.url);
  try {
    return await check(`${shop.url}/${page}`, shop, places, wasmLoads);
  } finally {
    shop.close();
    pages.close();
  }
}
