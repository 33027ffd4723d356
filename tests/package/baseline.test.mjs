// Tests the package against the baseline of browsers: the features of the WebAssembly, the syntax of the scripts, the members of
// the platform that the sources use, and the styles of the element.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { usedApis } from "./baseline-apis.mjs";
import { baseline, entry, lacking, targets } from "./baseline-data.mjs";
import { usedStyles } from "./baseline-styles.mjs";
import { root } from "./packed.mjs";

const run = promisify(execFile);
const pkg = path.join(root, "pkg");

/** Returns the features that some browser lacks, each with the browsers. */
const missing = (used) => used.flatMap(({ name, feature }) => (feature && lacking(feature).length > 0 ? [[name, lacking(feature).map(({ name }) => name).join()]] : []));

/** The features of WebAssembly after its first version: the switch of wasm-opt, and the name in BCD. */
const WASM_FEATURES = {
  "bulk-memory": "bulk-memory-operations",
  "bulk-memory-opt": "bulk-memory-operations",
  "call-indirect-overlong": "reference-types",
  "exception-handling": "exception-handling",
  "extended-const": "extended-constant-expressions",
  gc: "garbage-collection",
  memory64: "memory64",
  multimemory: "multiMemory",
  multivalue: "multi-value",
  "nontrapping-float-to-int": "non-trapping-float-to-int-conversions",
  "reference-types": "reference-types",
  "relaxed-simd": "relaxed-SIMD",
  "sign-ext": "sign-extension-operations",
  simd: "fixed-width-SIMD",
  "tail-call": "tail-calls",
  threads: "threads-and-atomics",
};

/** Returns the message of wasm-opt for a file that uses more than these features, or "". */
async function refusal(file, features) {
  const folder = await mkdtemp(path.join(tmpdir(), "ivy-baseline-"));
  const switches = features.map((feature) => `--enable-${feature}`);
  try {
    await run(path.join(root, "node_modules/.bin/wasm-opt"), [file, "--mvp-features", ...switches, "-o", path.join(folder, "a.wasm")]);
    return "";
  } catch (error) {
    return error.stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the WebAssembly needs no feature that a browser of the baseline lacks", async () => {
  const file = path.join(pkg, "ivy_data_session_bg.wasm");
  const available = Object.keys(WASM_FEATURES).filter((feature) => lacking(entry(["webassembly", WASM_FEATURES[feature]])).length === 0);
  // Mutable globals are in every browser that has WebAssembly's other features; BCD has no entry for them.
  assert.equal(await refusal(file, ["mutable-globals", ...available]), "");
  assert.notEqual(await refusal(file, []), "");
});

/** Property escapes such as `\p{Surrogate}` are older than the baseline. esbuild lowers them for scripts that Unicode added later. */
const PROPERTY_ESCAPES = ["javascript", "regular_expressions", "unicode_character_class_escape"];

/** Returns true if a browser of the baseline needs other syntax. */
async function isNewer(code) {
  const supported = { "regexp-unicode-property-escapes": true };
  const [lowered, kept] = await Promise.all([targets, "esnext"].map((target) => transform(code, { target, supported, logLevel: "silent" })));
  return lowered.code !== kept.code;
}

test("the scripts for pages have no syntax that a browser of the baseline lacks", async () => {
  const files = (await readdir(pkg, { recursive: true })).filter((file) => /^(\w+|locales\/[\w-]+)\.c?js$/.test(file) && !file.startsWith("proxy"));
  assert.ok(files.length > 20, files.join());
  for (const file of files) assert.equal(await isNewer(await readFile(path.join(pkg, file), "utf8")), false, file);
  assert.deepEqual(lacking(entry(PROPERTY_ESCAPES)), []);
  for (const code of ["using a = b;", "/[a--b]/v;", "@a class B {}"]) assert.equal(await isNewer(code), true, code);
});

/** Members of plain data, and names that other entries cover. */
const DATA = /^(\w+\.prototype|ReadableStreamReadValueResult\.\w+|DOMStringMap\.\w+|(add|remove)EventListener)$/;

test("the sources for pages use no member of the platform that a browser of the baseline lacks", () => {
  const used = usedApis(path.join(pkg, "tsconfig.json"));
  assert.ok(used.length > 200, `${used.length} members`);
  assert.deepEqual(used.filter(({ name, feature }) => !feature && !DATA.test(name)), []);
  assert.deepEqual(missing(used), []);
  const newer = [["api", "AbortSignal", "any_static"], ["javascript", "builtins", "Promise", "try"], ["javascript", "builtins", "Object", "groupBy"]];
  for (const keys of newer) assert.notEqual(lacking(entry(keys)).length, 0, keys.join("."));
});

/** Decoration that some browsers leave out or draw in their own way: a radio button's colour, cursors on phones, hyphens. */
const DECORATION = ["accent-color", "cursor: default", "cursor: pointer", "cursor: progress", "hyphens"];

test("the element uses no style that a browser of the baseline lacks", async () => {
  const source = await readFile(path.join(pkg, "src/element/style.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  const { STYLE } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const used = usedStyles(STYLE);
  assert.ok(used.length > 80, `${used.length} features`);
  for (const name of ["@container", ":has", "color-mix()", "inset()", "display: grid", "custom properties"]) assert.ok(used.some((each) => each.name === name), name);
  assert.deepEqual(used.filter(({ feature }) => !feature).map(({ name }) => name), []);
  assert.deepEqual(missing(used).map(([name]) => name).sort(), DECORATION);
  assert.deepEqual(missing(usedStyles("a { field-sizing: content; color: light-dark(red, blue) } @starting-style { a { top: 0 } }")).map(([name]) => name), ["@starting-style", "field-sizing", "field-sizing: content", "light-dark()"]);
});

test("the guide names the browsers of the baseline", async () => {
  const rows = (await readFile(path.join(root, "www/docs/versions.md"), "utf8")).match(/^\| (Chrome|Edge|Firefox|Safari).*$/gm).map((row) => row.split("|").slice(1, 3).map((cell) => cell.trim()));
  const names = { chrome: "Chrome", edge: "Edge", firefox: "Firefox", safari: "Safari", ios_saf: "Safari on iOS" };
  assert.deepEqual(rows, baseline.map(({ name, version }) => [names[name], version]));
});
