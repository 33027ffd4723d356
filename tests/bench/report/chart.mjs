// A bar chart for the docs: readable on light and dark backgrounds, without scripts, fonts or external resources.

const WIDTH = 860;
const LABEL = 150;
const BAR = 16;
const GAP = 6;
const PANEL_GAP = 30;
const TEXT = "#7d8590";
const COLOURS = { peer: "#8b949e", baseline: "#6e7681", ours: "#2f81f7" };

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const text = (x, y, content, more = "") => `<text x="${x}" y="${y}" fill="${TEXT}"${more}>${escape(content)}</text>`;

const colour = (name) => COLOURS[name.startsWith("ivy") ? "ours" : name.startsWith("JSON.parse") ? "baseline" : "peer"];

/** Draws one group of bars and returns its drawing and height. `bars` have `name`, `value` and `text`. */
function panel(title, bars, top, scale) {
  const lines = bars.map(({ name, value, text: label }, at) => {
    const y = top + 30 + at * (BAR + GAP);
    const width = Math.max(2, Math.round(value * scale));
    const weight = name.startsWith("ivy") ? ' font-weight="600"' : "";
    return [
      text(LABEL - 8, y + BAR - 4, name, ` text-anchor="end"${weight}`),
      `<rect x="${LABEL}" y="${y}" width="${width}" height="${BAR}" rx="3" fill="${colour(name)}"/>`,
      text(LABEL + width + 8, y + BAR - 4, label, weight),
    ].join("");
  });
  const head = text(0, top + 14, title, ' font-weight="600" font-size="14"');
  return { drawing: head + lines.join(""), height: 30 + bars.length * (BAR + GAP) };
}

const label = (name) => (name === "JSON.parse" ? `${name}, no check` : name);
const sessions = (made) => `${made.toLocaleString("en")} ${made === 1 ? "object" : "objects"}`;

function listPanel({ count, rows }) {
  const bars = rows.map(({ name, ratio, made }) => ({
    name: label(name),
    value: ratio.median,
    text: `${ratio.median.toFixed(2)} · ${sessions(made)}`,
  }));
  const title = `${count.toLocaleString("en")} sessions: time, JSON.parse = 1 · sessions made into objects`;
  return { title, bars };
}

function coldPanel(title, rows) {
  const bars = rows.map(({ name, time: { median } }) => ({ name: label(name), value: median, text: `${median.toFixed(0)} ms` }));
  return { title, bars };
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
  let top = 34;
  const drawings = panels.map(({ title, bars }) => {
    const scale = (WIDTH - LABEL - 150) / Math.max(...bars.map(({ value }) => value));
    const { drawing, height } = panel(title, bars, top, scale);
    top += height + PANEL_GAP;
    return drawing;
  });
  const heading = text(0, 14, `Checking a list of bank sessions, ${browser}. Shorter is better.`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top - PANEL_GAP + 4}" width="${WIDTH}" role="img"`,
    ` aria-label="Time to check a list of sessions, this package beside others" font-family="system-ui, sans-serif" font-size="12">`,
    heading,
    ...drawings,
    "</svg>\n",
  ].join("\n");
}
