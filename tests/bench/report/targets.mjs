// The promised figures, next to the measured ones.

import { readFileSync } from "node:fs";

const budget = JSON.parse(readFileSync(new URL("../../../pkg/budget.json", import.meta.url), "utf8"));

const KIB = 1024;
const MIB = 1024 * KIB;

const row = (rows, name) => rows.find((each) => each.name === name);
const list = (report, shape, count) => report.lists.find((each) => each.shape === shape && each.count === count);

const ratio = ({ median, low, high }) => ({ value: median, low, high });
const times = (value) => value.toFixed(2);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const mebibytes = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;

/** Returns the ratio of one contender on a list, with the number of objects that it made. */
function ofList(report, count, name) {
  const found = row(list(report, "ascii", count).rows, name);
  return { ...ratio(found.ratio), made: found.made, show: times };
}

/** Returns the target that applies to Firefox and WebKit only. */
function againstZod(report) {
  const { rows } = list(report, "ascii", 1_000);
  const [ours, zod] = [row(rows, "ivy, all objects"), row(rows, "zod 4")];
  const value = ours.time.median / zod.time.median;
  return { what: "1,000, all as objects, against zod 4", must: 1, aim: 1, value, made: ours.made, show: times };
}

const cold = (rows) => ({ ...ratio(row(rows, "ivy").ratio), made: 1, show: times });

function promises(report) {
  const one = (count) => ofList(report, count, "ivy, one object");
  const { growth, requests, memory, weight } = report;
  return [
    { what: "weight, all features of the main entry (brotli)", must: budget.limit, aim: 40_000, value: weight, show: kilobytes },
    { what: "1 session, against JSON.parse", must: 2.3, aim: 1.4, ...one(1) },
    { what: "20 sessions, the same", must: 0.6, aim: 0.5, ...one(20) },
    { what: "1,000, the same", must: 0.48, aim: 0.4, ...one(1_000) },
    { what: "20,000, the same", must: 0.48, aim: 0.33, ...one(20_000) },
    { what: "1,000, all as objects", must: 1.7, aim: 1.5, ...ofList(report, 1_000, "ivy, all objects") },
    ...(report.engine === "chromium" ? [] : [againstZod(report)]),
    {
      what: "cost per session at 20,000 against 1,000",
      must: 1.1,
      aim: 1,
      ...ratio(row(growth.rows, "ivy, one object").ratio),
      made: 1,
      show: times,
    },
    {
      what: `wasm memory kept after a list of ${(memory.bytes / 1e6).toFixed(1)} MB`,
      must: 4 * MIB,
      aim: MIB,
      value: memory.after,
      show: mebibytes,
    },
    {
      what: "check of one request, against zod",
      must: 1.4,
      aim: 0.7,
      ...ratio(row(requests[0].rows, "ivy").ratio),
      show: times,
    },
    { what: "cold start, CPU only, against zod's bundle", must: 0.45, aim: 0.25, ...cold(report.cold.memory) },
    { what: "the same as a loopback page load", must: 0.9, aim: 0.6, ...cold(report.cold.server) },
  ];
}

/** Returns every target with `value`, `text` and `met`: "aim", "must" or "no". */
export function targets(report) {
  return promises(report).map(({ show, ...target }) => ({
    ...target,
    met: target.value <= target.aim ? "aim" : target.value <= target.must ? "must" : "no",
    text: { value: show(target.value), must: show(target.must), aim: show(target.aim) },
  }));
}
