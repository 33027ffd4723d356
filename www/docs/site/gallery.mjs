// The program of the gallery's page, bundled from the built package with React.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { PageEvent, RendererEvent } from "typedoc";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const built = (entry) => path.join(root, "pkg", `${entry}.js`);

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.on(PageEvent.END, (page) => {
    if (!page.contents.includes('<div id="gallery">')) return;
    const base = /data-base="([^"]*)"/.exec(page.contents)[1];
    page.contents = page.contents.replace("</body>", `<script type="module" src="${base}assets/gallery.js"></script></body>`);
  });

  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    buildSync({
      entryPoints: [path.join(root, "www/docs/gallery.js")],
      outfile: path.join(outputDirectory, "assets/gallery.js"),
      ...{ bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning" },
      define: { "process.env.NODE_ENV": '"production"' },
      alias: {
        "ivy-data-session/element": built("element"),
        "ivy-data-session/react": built("react"),
        "ivy-data-session/testing": built("testing"),
        "/node_modules/ivy-data-session/testing.js": built("testing"),
      },
    });
  });
}
