// Bundles the pages of the benchmark: everything with esbuild, ajv's check compiled on the way.
import * as esbuild from "esbuild";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeList } from "./inputs/lists.js";
import { compiledCheck } from "./peers/ajv-schema.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The package as it was built. */
export const PACKAGE = here("../../pkg/");
export const WASM = "ivy_data_session_bg.wasm";

/** The name of each cold start's script, and who it belongs to. */
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
 * The scripts of those who take part, each a bundle of its own: what an engine learns of one's library and rules, and of
 * the values they see, must not slow down another's, as it would in no page that uses just one.
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

/** Modules that are made while bundling. `entry` is what `/package/index.js` stands for; none leaves it outside. */
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

/** The module that a test in Node loads: contenders and comparisons, without the package. */
export function nodeModule() {
  return bundle("equality.js", { platform: "node", plugins: [made()] });
}

const page = (head) =>
  Buffer.from(`<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">${head}`);

/** Every file of the site, by its path. */
export async function site() {
  const files = new Map();
  files.set("/", page('<script type="module" src="/main.js"></script>'));
  files.set("/main.js", await bundle("page/main.js", { plugins: [apart, made()] }));
  for (const name of APART) files.set(`/peers/${name}.js`, await bundle(`peers/${name}.js`, { plugins: [made()] }));
  files.set("/memory.js", await readFile(here("cold/memory.js")));
  // Renders something first: what the browser makes ready for its first page is no contender's doing.
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
