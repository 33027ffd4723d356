// Runs the benchmark in one browser and writes report.json, report.md and chart.svg. `cargo xtask bench` calls it.
//
// Environment: BENCH_QUICK ("1" for a rough result), BENCH_FOLDER, BENCH_WEIGHT (brotli bytes of what a page loads), and the
// variables of tests/engines.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { site } from "./build.mjs";
import { launch } from "./drive/browser.mjs";
import { coldStarts } from "./drive/cold.mjs";
import { serve } from "./drive/server.mjs";
import { chart } from "./report/chart.mjs";
import { markdown, verdict } from "./report/markdown.mjs";
import { targets } from "./report/targets.mjs";

const quick = process.env.BENCH_QUICK === "1";
const folder = process.env.BENCH_FOLDER;

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

const log = (text) => console.log(`» ${text}`);

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

async function measure(browser, server) {
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

const { version } = JSON.parse(await readFile(new URL("../../pkg/package.json", import.meta.url), "utf8"));
const server = await serve(await site());
const browser = await launch().catch((error) => {
  server.close();
  throw error;
});
try {
  const measured = await measure(browser, server);
  const machine = `${cpus().length} cores, ${cpus()[0].model.trim()}`;
  const report = { quick, browser: browser.name, engine: browser.engine, machine, package: version, ...measured };
  report.weight = Number(process.env.BENCH_WEIGHT);
  report.targets = targets(report);
  await mkdir(folder, { recursive: true });
  const text = markdown(report);
  await writeFile(join(folder, "report.json"), `${JSON.stringify(report, null, 1)}\n`);
  await writeFile(join(folder, "report.md"), text);
  await writeFile(join(folder, "chart.svg"), chart(report));
  console.log(`\n${text}`);
  log(`written: report.md, report.json, chart.svg in ${folder}`);
  console.log(verdict(report.targets));
} finally {
  await browser.close();
  server.close();
}
