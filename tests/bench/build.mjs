// Bundles the pages of the benchmark: everything with esbuild, ajv's check compiled on the way.
import * as esbuild from "esbuild";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeList } from "./inputs/lists.js";
import { compiledCheck } from "./peers/ajv-schema.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The folder of the built package. */
export const PACKAGE = here("../../pkg/");
export const WASM = "ivy_data_session_bg.wasm";

/** The display name of each cold start, by the name of its script. */
export const COLD = {
  "json-parse": "JSON.parse",
  handwritten: "hand-written",
  ajv: "ajv standalone",
  valibot: "valibot",
  zod: "zod 4",
  "zod-mini": "zod/mini",
  ivy: "ivy",
};

/**
 * Scripts that are bundled separately, one for each contender. Engines optimise code for the values that they see. In a
 * shared bundle one contender would slow down another, which happens in no page that uses just one.
 */
const APART = ["ajv", "handwritten", "json-parse", "ours", "request-zod", "valibot", "zod", "zod-mini"];

const apart = {
  name: "apart",
  setup(build) {
    build.onResolve({ filter: new RegExp(`/(?:${APART.join("|")})\\.js$`) }, ({ path, kind }) =>
      kind === "entry-point" ? undefined : { path: `/peers/${path.split("/").at(-1)}`, external: true },
    );
  },
};

/**
 * Returns the plug-in for modules that are generated while bundling. `entry` replaces `/package/index.js`; without it that
 * import stays external.
 */
const made = (entry) => ({
  name: "made",
  setup(build) {
    const answer = (filter, contents) => {
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: "made" }));
      build.onLoad({ filter, namespace: "made" }, () => ({ contents: contents(), resolveDir: here("peers") }));
    };
    answer(/^ajv-compiled$/, () => compiledCheck("./rules.js"));
    answer(/^cold-payload$/, () => {
      const text = new TextDecoder().decode(makeList("ascii", 1).bytes);
      return `export default ${JSON.stringify(text)};`;
    });
    build.onResolve({ filter: /^\/package\/index\.js$/ }, ({ path }) =>
      entry === undefined ? { path, external: true } : { path: entry },
    );
  },
});

const common = { bundle: true, format: "esm", target: "es2022", write: false, legalComments: "none", charset: "utf8" };

async function bundle(entry, options) {
  const result = await esbuild.build({ ...common, entryPoints: [here(entry)], ...options });
  return Buffer.from(result.outputFiles[0].contents);
}

/** Bundles the module that the equality test loads in Node: contenders and comparisons, without the package. */
export function nodeModule() {
  return bundle("equality.js", { platform: "node", plugins: [made()] });
}

const page = (head) =>
  Buffer.from(`<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">${head}`);

/** Returns every file of the site by its path. */
export async function site() {
  const files = new Map();
  files.set("/", page('<script type="module" src="/main.js"></script>'));
  files.set("/main.js", await bundle("page/main.js", { plugins: [apart, made()] }));
  for (const name of APART) files.set(`/peers/${name}.js`, await bundle(`peers/${name}.js`, { plugins: [made()] }));
  files.set("/memory.js", await readFile(here("cold/memory.js")));
  // Renders a page first, so that the start of the browser's renderer is not measured.
  files.set("/start", page("<p>on the way</p><script>setTimeout(() => location.replace(location.hash.slice(1)), 100)</script>"));
  for (const name of ["index.js", WASM]) files.set(`/package/${name}`, await readFile(PACKAGE + name));
  files.set(`/cold/${WASM}`, await readFile(PACKAGE + WASM));
  for (const name of Object.keys(COLD)) {
    const plugins = [made(`${PACKAGE}index.js`)];
    files.set(`/cold/${name}.js`, await bundle(`cold/${name}.js`, { minify: true, plugins }));
    const preload = `<link rel="preload" href="/cold/${WASM}" as="fetch" type="application/wasm" crossorigin>`;
    const script = `<script type="module" src="/cold/${name}.js"></script>`;
    const wasm = name === "ivy" ? ` data-wasm="/cold/${WASM}"` : "";
    files.set(`/cold/${name}`, page((name === "ivy" ? preload : "") + script));
    files.set(`/memory/${name}`, page(`<script src="/memory.js" data-script="/cold/${name}.js"${wasm}></script>`));
  }
  return files;
}
