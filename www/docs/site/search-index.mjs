// Replaces typedoc's index of names by one of sections: a search finds every heading, row of a table, message and comment.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { RendererEvent } from "typedoc";

/** The start of a section: a heading, a member or a row that has an address. */
const START = /<(?:h[1-6]|tr|div|section)\b[^>]*\bid="([^"]+)"[^>]*>/g;

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&", "&nbsp;": " " };

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    const pages = readdirSync(outputDirectory, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
    const sections = pages.flatMap((file) => sectionsOf(file.split(path.sep).join("/"), readFileSync(path.join(outputDirectory, file), "utf8")));
    writeFileSync(path.join(outputDirectory, "assets/search.js"), `window.searchSections = ${JSON.stringify(sections)};\n`);
  });
}

/** Returns the sections of a page, each as `[title, page, url, text]`. */
function sectionsOf(file, html) {
  const title = textOf(/<title>([^<]*)/.exec(html)[1].replace(/ \| [^|]*$/, ""));
  const content = between(html, 'class="col-content"', 'class="col-sidebar"');
  const starts = [...content.matchAll(START)];
  const found = [];
  const add = (id, part) => {
    const text = textOf(part);
    if (text) found.push([id ? headOf(part, id) : title, title, id ? `${file}#${id}` : file, text]);
  };
  add("", content.slice(content.indexOf(">") + 1, starts[0]?.index));
  for (const [at, start] of starts.entries()) add(start[1], content.slice(start.index, starts[at + 1]?.index));
  return found;
}

/** Returns the text of the first heading or cell, which names the section. */
function headOf(part, id) {
  const [, head] = /<(?:h[1-6]|td|span)\b[^>]*>([\s\S]*?)<\/(?:h[1-6]|td|span)>/.exec(part) ?? [];
  return textOf(head ?? "") || id;
}

const between = (text, from, to) => text.slice(text.indexOf(from), text.indexOf(to));

/** Returns the text without markup. The buttons for copying are no text. */
const textOf = (html) =>
  html
    .replace(/<button[\s\S]*?<\/button>|<svg[\s\S]*?<\/svg>/g, (tag) => [...tag.matchAll(/<(?:text|desc|tspan)\b[^>]*>([^<]*)/g)].map(([, text]) => text).join(" "))
    .replace(/<\/?(?:span|a|code|b|em|strong|i|wbr)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:lt|gt|quot|#39|amp|nbsp);/g, (entity) => ENTITIES[entity])
    .replace(/\s+/g, " ")
    .trim();
