// The report for people.

import { count, milliseconds, range, ratio, table } from "./text.mjs";

const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

const MET = { aim: "aim met", must: "must met", no: "**missed**" };
const SHAPES = { ascii: "ASCII", escapes: "escapes and non-Latin names", accounts: "50 accounts a session" };

function targetTable({ targets }) {
  const rows = targets.map(({ what, text, low, high, made, met }) => {
    const quartiles = low === undefined ? "" : `${ratio(low)}–${ratio(high)}`;
    return [what, text.must, text.aim, text.value, quartiles, made === undefined ? "" : count(made), MET[met]];
  });
  return table(["target", "must ≤", "aim ≤", "measured", "quartiles", "sessions made into objects", ""], rows);
}

function listTable({ shape, count: sessions, bytes, rows }) {
  const cells = rows.map((row) => [
    row.name,
    range(row.ratio, ratio),
    range(row.time, milliseconds),
    count(row.made),
  ]);
  const title = `### ${count(sessions)} ${sessions === 1 ? "session" : "sessions"}, ${SHAPES[shape]} (${count(bytes)} bytes, ${rows[0].rounds} rounds)`;
  return `${title}\n\n${table(["", "× JSON.parse", "time", "made into objects"], cells)}`;
}

function zodTable(title, rows) {
  const cells = rows.map((row) => [row.name, range(row.ratio, ratio), range(row.time, milliseconds)]);
  return `### ${title}\n\n${table(["", "× zod 4", "time"], cells)}`;
}

function coldPart({ cold }) {
  return [
    "## Cold start: to the first checked payload (1 session), fresh browser context",
    zodTable("CPU only: script and wasm in memory, from the script's start", cold.memory),
    zodTable("Page load from this machine, from the navigation's start", cold.server),
    cold.slow
      ? zodTable("The same at 1.6 Mbit/s, 150 ms latency, a CPU 4 times slower", cold.slow)
      : "At 1.6 Mbit/s with a slow CPU: not measured here, only Chromium can be slowed down.",
  ];
}

function growthPart({ growth }) {
  const cells = growth.rows.map((row) => [row.name, range(row.ratio, ratio)]);
  return table(["", `cost per session at ${count(growth.to)} against ${count(growth.from)}`], cells);
}

function memoryPart({ memory }) {
  const { bytes, before, scanned, after } = memory;
  return (
    `wasm memory: ${mebibytes(before)} before, ${mebibytes(scanned)} after \`scanDataSessionList\` of ` +
    `${(bytes / 1e6).toFixed(1)} MB, ${mebibytes(after)} after \`decodeDataSessionList\` of the same.`
  );
}

const METHOD = (report) => `Everyone runs in the same cross-origin isolated page on the same bytes, and does the same: bad UTF-8 refused, required fields,
types, status words, dates of birth, IBAN (country, structure, check digits), BBAN, BIC. Before anything is timed, the results
are compared: ${report.compared.lists} right and ${report.compared.badLists} wrong lists, ${report.compared.requests} right and ${report.compared.badRequests} wrong requests; one disagreement ends the run. "JSON.parse" is
\`JSON.parse(decode(bytes))\` and checks nothing. The package also checks the documented fields that these lists lack,
duplicate keys and lone surrogates, which the others can't see or don't look for.
Each figure is a median over rounds, with quartiles: in a round everyone runs one batch, in an order that changes; a
ratio is taken within its round.${report.quick ? " **This was a quick run: few rounds, short batches.**" : ""}`;

/** Returns the whole report. */
export function markdown(report) {
  return [
    "# Benchmark",
    `${report.browser}, ${report.machine}, package ${report.package}.`,
    targetTable(report),
    METHOD(report),
    "## Lists",
    ...report.lists.map(listTable),
    growthPart(report),
    memoryPart(report),
    "## Check of one request",
    ...report.requests.map(({ name, rows }) => zodTable(name, rows)),
    ...coldPart(report),
    "",
  ].join("\n\n");
}
