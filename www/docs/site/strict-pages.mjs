// The pages without any script or style of their own, so that they can be served under the demo's strict policy: the
// script that typedoc puts into each page becomes a file. The style that its program makes is for filters, which these
// pages do not have (`visibilityFilters`); it is made where it is not applied.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PageEvent, RendererEvent } from "typedoc";

const OWN_STYLE = 'document.head.appendChild(document.createElement("style"))';

const INLINE = /<script>([^<]*)<\/script>/;

/** @param {import("typedoc").Application} app */
export function load(app) {
  let script = "";

  app.renderer.on(PageEvent.END, (page) => {
    const base = /data-base="([^"]*)"/.exec(page.contents)[1];
    page.contents = page.contents.replace(INLINE, (_, text) => {
      script = text;
      return `<script src="${base}assets/first.js"></script>`;
    });
    if (INLINE.test(page.contents)) app.logger.error(`${page.url} has a script of its own`);
  });

  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    if (!script) app.logger.error("the pages have no script to take out: look at www/docs/site/strict-pages.mjs");
    writeFileSync(path.join(outputDirectory, "assets/first.js"), script);
    const main = path.join(outputDirectory, "assets/main.js");
    const program = readFileSync(main, "utf8");
    if (!program.includes(OWN_STYLE)) app.logger.error("the program has no style to take out: look at www/docs/site/strict-pages.mjs");
    writeFileSync(main, program.replace(OWN_STYLE, 'document.createElement("style")'));
  });
}
