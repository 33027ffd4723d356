// Pages for the tests of the React entry: the packed package in a bundle with React 18 or 19, under the strict policy.

import path from "node:path";
import { build } from "esbuild";
import { launchChromium } from "../engines/engine.mjs";
import { installPacked, root, serve, strictPolicy, writeFiles } from "./packed.mjs";

/** The React versions, with the names of their packages in this repository. */
export const versions = { 19: {}, 18: { react: "react-18", "react-dom": "react-dom-18" } };

const html = (version) => `<!doctype html><html lang="en"><title>Checkout</title><link rel="icon" href="data:,">
<main><h1>Checkout</h1><div id="root"></div></main><script type="module" src="./page-${version}.js"></script></html>`;

/**
 * Builds the page for every version. `open(version)` opens one and records its console errors; `close()` stops everything.
 */
export async function reactPages() {
  const packed = await installPacked();
  await writeFiles(packed.app, {}, ["react-page.jsx"]);
  for (const [version, alias] of Object.entries(versions)) {
    await build({
      entryPoints: [path.join(packed.app, "react-page.jsx")],
      outfile: path.join(packed.app, `page-${version}.js`),
      ...{ bundle: true, format: "esm", jsx: "automatic", alias, logLevel: "error" },
      ...{ nodePaths: [path.join(root, "node_modules")], define: { "process.env.NODE_ENV": '"development"' } },
    });
    await writeFiles(packed.app, { [`${version}.html`]: html(version) });
  }
  const server = await serve(packed.app, `${strictPolicy}; img-src data:`);
  const browser = await launchChromium();

  async function open(version) {
    const page = await browser.newPage();
    const problems = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${server.url}/${version}.html`);
    await page.waitForFunction(() => globalThis.result);
    return { page, problems };
  }

  async function close() {
    await browser.close();
    server.close();
    await packed.remove();
  }

  return { open, close };
}
