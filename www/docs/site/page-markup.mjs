// Adds to the pages what Markdown cannot express: tabs, columns, an address for each row of a table, and pictures inline.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PageEvent } from "typedoc";

const LAID_OUT = /<!-- (tabs|side by side) -->([\s\S]*?)<!-- end -->/g;

/** A row whose first cell begins with a name as code, such as an option or a reason. */
const ROW = /<tr>\s*<td><code>([\w-]+)/g;

const PICTURE = /<img src="[^"]*\/([\w-]+)\.svg" alt="([^"]*)">/g;

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.on(PageEvent.END, (page) => {
    const base = /data-base="([^"]*)"/.exec(page.contents)[1];
    let { contents } = page;
    if (page.model.isDocument() || page.model.isProject()) {
      let sections = 0;
      contents = contents.replace(LAID_OUT, (_, kind, body) => (kind === "tabs" ? tabs(body, (sections += 1)) : columns(body)));
      contents = addressed(contents).replace(PICTURE, picture);
    }
    contents = contents.replace(/href="[^"]*media\/openapi[\w-]*\.yaml"/g, `href="${base}documents/HTTP_contract.html"`);
    // A keyboard scrolls code and tables that are wider than the page.
    page.contents = contents.replaceAll("<th></th>", "<td></td>").replace(/<pre><code/g, '<pre><code tabindex="0"').replace(/<table>/g, '<table tabindex="0">');
  });
}

/** Splits at headings of the third level. */
const sections = (body) => body.split(/(?=<h3 )/).slice(1);

/** Returns the title of a section, which becomes the label of its tab. */
const titleOf = (section) => /<h3 [^>]*>([^<]*)/.exec(section)[1];

/** Returns tabs of radio buttons, which need no script. */
function tabs(body, group) {
  const parts = sections(body).map((section, at) => {
    const id = `tab-${group}-${at}`;
    const input = `<input type="radio" name="tabs-${group}" id="${id}"${at === 0 ? " checked" : ""}>`;
    return `${input}<label for="${id}">${titleOf(section)}</label><div class="site-tab">${section}</div>`;
  });
  return `<div class="site-tabs">${parts.join("")}</div>`;
}

const columns = (body) => `<div class="site-columns">${sections(body).map((section) => `<div>${section}</div>`).join("")}</div>`;

/** Gives each row its address. The first row of a name has the name itself. */
function addressed(contents) {
  const taken = new Set([...contents.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  return contents.replace(ROW, (row, name) => {
    let id = name.toLowerCase();
    while (taken.has(id)) id += "-row";
    taken.add(id);
    return row.replace("<tr>", `<tr id="${id}">`);
  });
}

/** Returns a picture of `www/docs/pictures` inline. Its colours follow the theme: its own styles are for a page alone. */
function picture(image, name) {
  const file = fileURLToPath(new URL(`../pictures/${name}.svg`, import.meta.url));
  if (!existsSync(file)) return image;
  const svg = readFileSync(file, "utf8");
  const own = svg
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/\bid="([\w-]+)"/g, `id="${name}-$1"`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${name}-$1)`)
    .replace(/aria-labelledby="(\w+) (\w+)"/, `aria-labelledby="${name}-$1 ${name}-$2"`);
  return `<div class="site-picture" tabindex="0">${own}</div>`;
}
