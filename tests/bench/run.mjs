// Runs the benchmark and writes its reports. `cargo xtask bench` calls it.
//
// Environment: BENCH_PARTS ("lists", "offer" and "share", separated by commas), BENCH_QUICK ("1" for a rough result),
// BENCH_FOLDER, BENCH_WEIGHT (brotli bytes of what a page loads), SHARE_RUST_HOST, SHARE_POSTGRES_RUST and SHARE_POSTGRES_NODE
// (URLs of empty databases), and the variables of tests/engines.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { launch } from "./drive/browser.mjs";
import { measureLists } from "./lists.mjs";
import { offers } from "./offer/measure.mjs";
import { chart } from "./report/chart.mjs";
import { markdown } from "./report/markdown.mjs";
import { offerChart, offerReport, offerTargets } from "./report/offer.mjs";
import { shareReport, shareTargets } from "./report/share.mjs";
import { targets } from "./report/targets.mjs";
import { waterfall } from "./report/waterfall.mjs";
import { shares } from "./share/measure.mjs";

const { BENCH_FOLDER: folder, BENCH_PARTS: parts, SHARE_POSTGRES_RUST: Rust, SHARE_POSTGRES_NODE: Node } = process.env;
const quick = process.env.BENCH_QUICK === "1";

const log = (text) => console.log(`» ${text}`);

const { version } = JSON.parse(await readFile(new URL("../../pkg/package.json", import.meta.url), "utf8"));
const machine = `${cpus().length} cores, ${cpus()[0].model.trim()}`;

/** Runs `measure` with a browser. */
async function inBrowser(measure) {
  const browser = await launch();
  try {
    return await measure(browser, { browser: browser.name, machine, version });
  } finally {
    await browser.close();
  }
}

/** The parts. Each returns its files by name, the report among them, and its targets with `met`. */
const PARTS = {
  lists: () =>
    inBrowser(async (browser, about) => {
      const measured = await measureLists(browser, quick, log);
      const report = { quick, ...about, engine: browser.engine, package: version, ...measured, weight: Number(process.env.BENCH_WEIGHT) };
      report.targets = targets(report);
      return { files: { "report.md": markdown(report), "report.json": report, "chart.svg": chart(report) }, targets: report.targets };
    }),
  offer: () =>
    inBrowser(async ({ browser }, about) => {
      const measured = await offers(browser, quick, log);
      const slow = measured["slow 4G"];
      const files = {
        "offer.md": offerReport(measured, about),
        "offer.json": { ...about, offers: measured },
        "offer.svg": offerChart(measured, about),
        "first-visit.svg": waterfall(slow, "cold", about),
        "returning-visit.svg": waterfall(slow, "warm", about),
      };
      return { files, targets: offerTargets(measured) };
    }),
  share: async () => {
    const measured = await shares({ Rust, Node }, quick, log);
    const about = { machine, version };
    return { files: { "share.md": shareReport(measured, about), "share.json": { ...about, shares: measured } }, targets: shareTargets(measured) };
  },
};

await mkdir(folder, { recursive: true });
const all = [];
for (const part of parts.split(",")) {
  const { files, targets } = await PARTS[part]();
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof content === "string" ? content : `${JSON.stringify(content, null, 1)}\n`);
    if (name.endsWith(".md")) console.log(`\n${content}`);
  }
  log(`written: ${Object.keys(files).join(", ")} in ${folder}`);
  all.push(...targets);
}
console.log(`bench: ${all.filter(({ met }) => met !== "no").length} of ${all.length} must-targets met`);
