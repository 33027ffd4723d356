// The report of the time to the offered account: tables, targets and a chart.

import { barChart } from "./bars.mjs";
import { bytes, milliseconds, ratio, range, table } from "./text.mjs";

const COLOURS = { plain: "#6e7681", ours: "#2f81f7" };
const CACHES = { cold: "first visit, cold cache", warm: "returning visit, warm cache" };

/** The promised ratios to the page without a library, on slow 4G. */
const PROMISES = [
  { id: "early", name: "early script", cold: 1.15, warm: 1.1 },
  { id: "preloads", name: "client alone, preloads as documented", cold: 1.4, warm: 1.2 },
  { id: "rendered", name: "rendered by the server, first paint", cold: 1.05, warm: 1.05 },
];

/** Returns every target with `met`. It is missed only if the lower quartile is over it. */
export function offerTargets(offers) {
  const { rows } = offers["slow 4G"];
  return PROMISES.flatMap(({ id, name, ...musts }) =>
    Object.entries(musts).map(([cache, must]) => {
      const { median, low, high } = rows.find((row) => row.id === id)[cache].ratio;
      const met = median <= must ? "must" : low <= must ? "within the quartiles" : "no";
      return { what: `${name}, ${CACHES[cache]}`, must, value: median, low, high, met };
    }),
  );
}

function networkTable({ network, rounds, rows }) {
  const parts = Object.entries(CACHES).map(([cache, name]) => {
    const cells = rows.map((row) => {
      const { time, ratio: against, requests, bytes: sent, cpu } = row[cache];
      return [row.name, range(time, milliseconds), range(against, ratio), requests, bytes(sent), milliseconds(cpu)];
    });
    return table([name, "time", "× no library", "requests", "bytes", "processor"], cells);
  });
  return [`### ${network}, ${rounds} rounds`, ...parts].join("\n\n");
}

/** Returns the report of the offers. */
export function offerReport(offers, { browser, machine, version }) {
  const targets = offerTargets(offers).map(({ what, must, value, low, high, met }) => [
    what,
    ratio(must),
    ratio(value),
    `${ratio(low)}–${ratio(high)}`,
    met === "no" ? "**missed**" : met === "must" ? "met" : `met ${met}`,
  ]);
  return [
    "# Time to the offered account",
    `${browser}, ${machine}, package ${version}.`,
    table(["target on slow 4G, ratio to the page without a library", "must ≤", "measured", "quartiles", ""], targets),
    `From the start of the navigation to the first paint of the account, as Element Timing reports it. All pages have the same HTML
and one external module script. Ivy answers in 200 ms. "No library" fetches the list and parses it, without a check. Rendered pages
are compared with a page without a library whose server waits for the same list. In a round every page is visited with an empty
cache and then again, in an order that changes; a ratio is taken within its round. Processor time is that of the main thread; on a
slowed CPU it includes the slowing.`,
    ...Object.values(offers).map(networkTable),
    "",
  ].join("\n\n");
}

/** Returns the chart of the times on slow 4G as SVG text. */
export function offerChart(offers, { browser }) {
  const { network, rows } = offers["slow 4G"];
  const panels = Object.entries(CACHES).map(([cache, title]) => ({
    title: `${title[0].toUpperCase()}${title.slice(1)}`,
    bars: rows.map((row) => {
      const { time, ratio: against } = row[cache];
      const isOurs = !row.id.startsWith("plain");
      const compared = isOurs ? ` · ${ratio(against.median)}` : "";
      return { name: row.name, value: time.median, text: `${milliseconds(time.median)}${compared}`, colour: COLOURS[isOurs ? "ours" : "plain"], isOurs };
    }),
  }));
  return barChart({
    label: "Time to the offered account of a returning shopper, with this package and without a library",
    heading: `Time to the offered account · ratio to no library. ${network}, ${browser}.`,
    panels,
  });
}
