// The program of the gallery's page, bundled from the built package with React.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PageEvent } from "typedoc";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.on(PageEvent.END, (page) => {
    if (!page.contents.includes('<div id="gallery">')) return;
    const base = /data-base="([^"]*)"/.exec(page.contents)[1];
    page.contents = page.contents.replace("</body>", `<script type="module" src="${base}assets/gallery.js"></script></body>`);
  });

  app.renderer.postRenderAsyncJobs.push(({ outputDirectory }) =>
    build({
      entryPoints: [path.join(root, "www/docs/gallery.js")],
      outfile: path.join(outputDirectory, "assets/gallery.js"),
      ...{ bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning" },
      define: { "process.env.NODE_ENV": '"production"' },
      plugins: [ofThePackage],
    }),
  );
}

/** Resolves the entries of the built package, by their names and by their paths in the pages of the tests. */
const ofThePackage = {
  name: "package",
  setup({ onResolve }) {
    onResolve({ filter: /^(\/node_modules\/)?ivy-data-session\// }, ({ path: name }) => ({
      path: path.join(root, "pkg", `${path.basename(name, ".js")}.js`),
    }));
  },
};
