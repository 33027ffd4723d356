// The chart of the lists for the docs.

import { barChart } from "./bars.mjs";

const COLOURS = { peer: "#8b949e", baseline: "#6e7681", ours: "#2f81f7" };

const isOurs = (name) => name.startsWith("ivy");
const colour = (name) => COLOURS[isOurs(name) ? "ours" : name.startsWith("JSON.parse") ? "baseline" : "peer"];
const bar = (name, value, text) => ({
  name: name === "JSON.parse" ? `${name}, no check` : name,
  value,
  text,
  colour: colour(name),
  isOurs: isOurs(name),
});
const sessions = (made) => `${made.toLocaleString("en")} ${made === 1 ? "object" : "objects"}`;

function listPanel({ count, rows }) {
  const bars = rows.map(({ name, ratio, made }) => bar(name, ratio.median, `${ratio.median.toFixed(2)} · ${sessions(made)}`));
  const title = `${count.toLocaleString("en")} sessions: time, JSON.parse = 1 · sessions made into objects`;
  return { title, bars };
}

function coldPanel(title, rows) {
  return { title, bars: rows.map(({ name, time: { median } }) => bar(name, median, `${median.toFixed(0)} ms`)) };
}

/** Returns the chart as SVG text. */
export function chart({ lists, cold, browser }) {
  const wanted = [20, 1_000, 20_000].map((count) => lists.find((list) => list.shape === "ascii" && list.count === count));
  const panels = wanted.map(listPanel);
  panels.push(
    cold.slow
      ? coldPanel("First checked payload at 1.6 Mbit/s, 150 ms latency, a CPU 4 times slower", cold.slow)
      : coldPanel("First checked payload, page load from this machine", cold.server),
  );
  return barChart({
    label: "Time to check a list of sessions, this package beside others",
    heading: `Checking a list of bank sessions, ${browser}. Shorter is better.`,
    panels,
  });
}
