// Tables and figures of the reports in Markdown.

/** Returns a table with a left column of names. */
export const table = (heads, rows) =>
  [heads, heads.map((_, at) => (at === 0 ? "---" : "---:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Returns a median with its quartiles. */
export const range = ({ median, low, high }, show) => `${show(median)} (${show(low)}–${show(high)})`;

export const ratio = (value) => value.toFixed(2);

/** Returns a time, in microseconds if it is short. */
export function milliseconds(value) {
  if (value < 0.1) return `${(value * 1000).toFixed(1)} µs`;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

export const count = (value) => value.toLocaleString("en");

export const bytes = (value) => `${(value / 1000).toFixed(1)} KB`;
