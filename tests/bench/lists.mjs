// Measures the checks of lists and requests, and cold starts, beside other ways to check them.

import { site } from "./build.mjs";
import { coldStarts } from "./drive/cold.mjs";
import { serve } from "./drive/server.mjs";

const LISTS = [
  ["ascii", 1],
  ["ascii", 20],
  ["ascii", 1_000],
  ["ascii", 20_000],
  ["escapes", 1],
  ["escapes", 20],
  ["escapes", 1_000],
  ["accounts", 1],
];

/**
 * Calls one function in a fresh page. A page that is used again would have been optimised for other, also malformed, input.
 */
async function callInFreshPage(browser, server, name, parameters) {
  const page = await browser.open(`${server.url}/`);
  try {
    const start = await page.call("start");
    if (!start.isolated) throw new Error("the page is not cross-origin isolated, so that its clock is too coarse");
    return await page.call(name, parameters);
  } finally {
    await page.close();
  }
}

async function measure(browser, server, quick, log) {
  const call = (name, parameters) => callInFreshPage(browser, server, name, { ...parameters, quick });
  log("comparing results");
  const { sentences, compared } = await call("disagreements");
  if (sentences.length > 0) throw new Error(`not everyone agrees:\n  ${sentences.join("\n  ")}`);
  const lists = [];
  for (const [shape, count] of LISTS) {
    log(`timing lists: ${shape}, ${count.toLocaleString("en")}`);
    lists.push(await call("list", { shape, count }));
  }
  log("timing growth, memory and requests");
  const growth = await call("growth", { from: 1_000, to: 20_000 });
  const memory = await call("memory", { count: 20_000 });
  const requests = [await call("request", { at: 0 }), await call("request", { at: 1 })];
  log("timing cold starts");
  const cold = await coldStarts(browser, server, quick);
  return { compared, lists, growth, memory, requests, cold };
}

/** Serves the pages of the contenders, and measures all of them in a browser. */
export async function measureLists(browser, quick, log) {
  const server = await serve(await site());
  try {
    return await measure(browser, server, quick, log);
  } finally {
    server.close();
  }
}
