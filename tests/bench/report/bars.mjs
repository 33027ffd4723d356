// Drawings of the reports: readable on light and dark backgrounds, without scripts, fonts or external resources.

export const WIDTH = 860;
export const LABEL = 150;
export const TEXT = "#7d8590";
const BAR = 16;
const GAP = 6;
const PANEL_GAP = 30;
const HEAD = 30;

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Draws a line of text. `more` are further attributes. */
export const text = (x, y, content, more = "") => `<text x="${x}" y="${y}" fill="${TEXT}"${more}>${escape(content)}</text>`;

/** Draws the title of a panel. */
export const title = (top, content) => text(0, top + 14, content, ' font-weight="600" font-size="14"');

/**
 * Draws one group of bars and returns its drawing and height. `bars` have `name`, `value`, `text` and `colour`, and `isOurs` if
 * they are bold.
 */
function panel(heading, bars, top, scale) {
  const lines = bars.map(({ name, value, text: label, colour, isOurs }, at) => {
    const y = top + HEAD + at * (BAR + GAP);
    const width = Math.max(2, Math.round(value * scale));
    const weight = isOurs ? ' font-weight="600"' : "";
    return [
      text(LABEL - 8, y + BAR - 4, name, ` text-anchor="end"${weight}`),
      `<rect x="${LABEL}" y="${y}" width="${width}" height="${BAR}" rx="3" fill="${colour}"/>`,
      text(LABEL + width + 8, y + BAR - 4, label, weight),
    ].join("");
  });
  return { drawing: title(top, heading) + lines.join(""), height: HEAD + bars.length * (BAR + GAP) };
}

/** Puts drawings into one picture with a heading. `label` describes it to those who cannot see it. */
export function picture({ label, heading, drawings, height }) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img"`,
    ` aria-label="${escape(label)}" font-family="system-ui, sans-serif" font-size="12">`,
    text(0, 14, heading),
    ...drawings,
    "</svg>\n",
  ].join("\n");
}

/** Draws a chart of panels, each with a `title` and its `bars`. */
export function barChart({ label, heading, panels }) {
  let top = 34;
  const drawings = panels.map(({ title, bars }) => {
    const scale = (WIDTH - LABEL - 150) / Math.max(...bars.map(({ value }) => value));
    const { drawing, height } = panel(title, bars, top, scale);
    top += height + PANEL_GAP;
    return drawing;
  });
  return picture({ label, heading, drawings, height: top - PANEL_GAP + 4 });
}
