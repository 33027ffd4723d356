// Waterfalls of visits: one bar a request, and a line at the first paint of the account.

import { LABEL, picture, text, title, WIDTH } from "./bars.mjs";
import { milliseconds } from "./text.mjs";

const ROW = 16;
const HEAD = 24;
const PANEL_GAP = 26;
const COLOURS = { file: "#2f81f7", list: "#bf8700", offered: "#2da44e" };

/** The pages of the pictures: before, and after. */
const PAGES = [
  ["in-turn", "Before: the page loads the library, and then asks"],
  ["early", "After: the early script asks, beside the loading"],
  ["rendered", "After: the server has asked, and renders the account"],
];

const LIST = "/api/ivy/data/session/list";
const NAMES = { [LIST]: "list of past sessions", "/ivy/ivy_data_session_bg.wasm": "WebAssembly" };

const nameOf = (path, id) => NAMES[path] ?? (path === `/${id}` ? "the page's HTML" : path === `/assets/${id}.js` ? "the page's script" : path.split("/").at(-1));

function panel([id, heading], { time, requests }, top, scale) {
  const x = (ms) => Math.round(LABEL + ms * scale);
  const bars = [...requests]
    .sort((one, other) => one.start - other.start)
    .map(({ path, start, end }, at) => {
      const y = top + HEAD + at * ROW;
      const [left, right] = [x(start), x(end)];
      const colour = path === LIST ? COLOURS.list : COLOURS.file;
      const bar = `<rect x="${left}" y="${y + 2}" width="${Math.max(1, right - left)}" height="${ROW - 4}" fill="${colour}"/>`;
      return text(LABEL - 8, y + ROW - 5, nameOf(path, id), ' text-anchor="end"') + bar;
    });
  const bottom = top + HEAD + requests.length * ROW;
  const line = `<line x1="${x(time)}" x2="${x(time)}" y1="${top + HEAD - 2}" y2="${bottom + 2}" stroke="${COLOURS.offered}" stroke-width="2"/>`;
  const label = text(x(time) + 6, top + HEAD + 10, `account shown: ${milliseconds(time)}`, ' font-weight="600"');
  return { drawing: [title(top, heading), ...bars, line, label].join(""), bottom };
}

/** Returns the waterfalls of the typical visits with a `cache`, "cold" or "warm", as SVG text. */
export function waterfall({ network, rows }, cache, { browser }) {
  const visits = PAGES.map(([id]) => rows.find((row) => row.id === id)[cache].typical);
  const longest = Math.max(...visits.flatMap(({ time, requests }) => [time, ...requests.map(({ end }) => end)]));
  const scale = (WIDTH - LABEL - 180) / longest;
  let top = 34;
  const drawings = PAGES.map((page, at) => {
    const { drawing, bottom } = panel(page, visits[at], top, scale);
    top = bottom + PANEL_GAP;
    return drawing;
  });
  const visit = cache === "cold" ? "A first visit, cold cache" : "A returning visit, warm cache";
  return picture({
    label: `${visit}: the requests of a page until the account is shown, before and after`,
    heading: `${visit}. ${network}, ${browser}. Yellow: the list.`,
    drawings,
    height: top - PANEL_GAP + 8,
  });
}
