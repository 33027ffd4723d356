// Tests the list of files in each bundle.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { root } from "./packed.mjs";

const built = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "package");
const bundles = path.join(built, "bundles");

/** Returns a bundle and its imports, as esbuild describes them. */
async function outputOf(bundle) {
  const { outputs } = JSON.parse(await readFile(path.join(bundles, `${bundle}.json`), "utf8"));
  const [[, output], ...others] = Object.entries(outputs).filter(([file]) => !file.endsWith(".map"));
  assert.deepEqual(others, [], bundle);
  return output;
}

/** The copy of pkg/src that is bundled. Source maps name its files wherever the folder of the build is. */
const sources = path.join(bundles, "src");

/** Returns the files of a bundle that are not in pkg/src, relative to the folder of the build. */
function generatedIn({ inputs }) {
  const files = Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0);
  const elsewhere = files.map((file) => path.resolve(root, file)).filter((file) => !file.startsWith(`${sources}/`));
  return elsewhere.map((file) => path.relative(built, file)).sort();
}

const PAGE_GLUE = "glue/ivy_data_session.js";
const PAGE_WASM = "ivy_data_session_bg.wasm";
const PROXY_GLUE = "proxy-glue/ivy_proxy.js";
const SANDBOX_GLUE = "sandbox-glue/ivy_sandbox.js";

/** The bundles with generated files, and the paths of those files. */
const GENERATED = {
  "index.js": [PAGE_GLUE],
  "inline-wasm.js": [PAGE_WASM],
  "inline.js": [PAGE_GLUE, PAGE_WASM],
  "index.cjs": [PAGE_GLUE, PAGE_WASM],
  "proxy.js": [PROXY_GLUE],
  "proxy.cjs": [PROXY_GLUE],
  "proxy.workerd.js": [PROXY_GLUE],
  "proxy.edge-light.js": [PROXY_GLUE],
  "sandbox.cjs": [SANDBOX_GLUE],
};

test("a bundle consists of pkg/src and of generated files at their original paths", async () => {
  const files = (await readdir(bundles, { recursive: true })).filter((file) => /\.c?js$/.test(file));
  assert.ok(files.length > 20, `${files.length} bundles`);
  for (const file of files) {
    assert.deepEqual(generatedIn(await outputOf(file)), GENERATED[file] ?? [], file);
  }
});

test("the sandbox is in its own bundles alone", async () => {
  const files = (await readdir(bundles, { recursive: true })).filter((file) => /\.c?js$/.test(file));
  const inputs = await Promise.all(files.map(async (file) => [file, Object.keys((await outputOf(file)).inputs)]));
  const withSandbox = inputs.filter(([, names]) => names.some((name) => name.includes("src/sandbox/"))).map(([file]) => file);
  assert.deepEqual(withSandbox.sort(), ["sandbox.cjs", "sandbox.js"]);
});

test("no entry for pages or for a proxy imports the sandbox, the program or the demo shop", async () => {
  const files = (await readdir(bundles, { recursive: true })).filter((file) => /\.c?js$/.test(file));
  const importing = [];
  for (const file of files) {
    const { inputs, imports } = await outputOf(file);
    const names = [...Object.keys(inputs).map((name) => path.relative(sources, path.resolve(root, name))), ...imports.map((each) => each.path)];
    if (names.some((name) => /^(\.\/)?(sandbox|cli|demo)\b|sandbox-glue/.test(name))) importing.push(file);
  }
  assert.deepEqual(importing.sort(), ["cli.js", "sandbox.cjs", "sandbox.js"]);
  const { imports } = await outputOf("cli.js");
  assert.deepEqual([...new Set(imports.map((each) => each.path))].filter((name) => !name.startsWith("node:")).sort(), ["./demo/shop/start.js", "./inline.js", "./proxy.js", "./sandbox.js"]);
});

test("the copy of pkg/src is exact", async () => {
  const files = async (folder) => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
  const names = await files(path.join(root, "pkg/src"));
  assert.deepEqual(await files(sources), names);
  for (const name of names) {
    assert.deepEqual(await readFile(path.join(sources, name)), await readFile(path.join(root, "pkg/src", name)), name);
  }
});

test("a page gets one file that imports no other before a shopper logs in, unless the WebAssembly file cannot be used", async () => {
  const { imports } = await outputOf("index.js");
  const imported = imports.map(({ path, kind, external }) => [path, kind, external]);
  assert.deepEqual(imported.sort(), [["./inline-wasm.js", "dynamic-import", true], ["./popup.js", "dynamic-import", true]]);
});

/** The modules that an entry for a runtime without Node's modules imports. */
const IMPORTS = {
  "proxy.workerd.js": ["./ivy_proxy_bg.wasm", "cloudflare:workers"],
  "proxy.edge-light.js": ["./ivy_proxy_bg.wasm?module"],
};

for (const [entry, wanted] of Object.entries(IMPORTS)) {
  test(`${entry} imports no module of Node`, async () => {
    const { imports } = await outputOf(entry);
    assert.deepEqual(imports.map(({ path }) => path).sort(), wanted);
  });
}
