// Tests the floors of the package's sources: no file imports one of a higher floor, and no imports form a circle.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { root } from "./packed.mjs";

/**
 * The floors, lowest first. Each has folders or files of `pkg/src`. A file belongs to the floor with the longest matching
 * path.
 */
const FLOORS = [
  ["shared", "wasm-bytes.d.ts", "wasm-file.d.ts"],
  ["model"],
  ["errors"],
  ["load"],
  ["check"],
  ["decode"],
  ["calls"],
  ["early"],
  ["login"],
  ["client"],
  ["api.ts"],
  ["index.ts", "index-cjs.ts", "inline.ts", "inline-wasm.ts"],
  ["locales"],
  ["flow"],
  ["element"],
  ["tags"],
  ["react"],
  ["testing"],
  ["debug"],
  ["proxy/property.ts"],
  ["proxy/errors"],
  ["proxy/stores"],
  ["proxy/core"],
  ["proxy/options"],
  ["proxy/http"],
  ["proxy/server-recall.ts"],
  ["proxy/proxy.ts"],
  ["proxy/runtime.ts"],
  ["proxy/node"],
  ["proxy"],
  ["proxy/edge"],
  ["sandbox"],
  ["cli"],
];

/** The only file that imports the page's glue statically, so that importing the package does not evaluate it. */
const GLUE = "load/glue.ts";

const sources = path.join(root, "pkg/src");

/** Returns the imports of each TypeScript source, including types: `{"api.ts": ["check/check.ts"]}`. */
function imports() {
  const files = readdirSync(sources, { recursive: true }).map((file) => file.replaceAll("\\", "/")).filter((file) => file.endsWith(".ts"));
  return Object.fromEntries(files.map((file) => [file, importsOf(file, readFileSync(path.join(sources, file), "utf8"))]));
}

function importsOf(file, text) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.flatMap(({ fileName: name }) => {
    if (name.startsWith("#locales/")) return [name.replace(/^#(.*)\.js$/, "$1.ts")];
    // A file of the package beside the bundle.
    if (/\.wasm(\?module)?$/.test(name)) return [];
    if (name.startsWith(".")) return [path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, ".ts")];
    return name === "ivy-glue" ? [name] : [];
  });
}

/** Returns the floor of a file, counted from the lowest. */
function floorOf(file) {
  const within = (name) => file === name || file.startsWith(`${name}/`);
  const [[floor]] = FLOORS.flatMap((names, index) => names.filter(within).map((name) => [index, name.length])).sort((a, b) => b[1] - a[1]).concat([[-1]]);
  return floor;
}

/** Returns one sentence for each fault of an import graph. */
function faults(graph) {
  const found = [];
  for (const [file, imported] of Object.entries(graph)) {
    if (floorOf(file) < 0) found.push(`${file} is on no floor`);
    for (const other of imported) {
      if (other === "ivy-glue") {
        if (file !== GLUE) found.push(`${file} imports the glue`);
      } else if (!(other in graph)) found.push(`${file} imports ${other}, which is not there`);
      else if (floorOf(other) > floorOf(file)) found.push(`${file} imports ${other} of a higher floor`);
    }
  }
  return [...found, ...circles(graph)];
}

/** Returns the circles of an import graph, each once. */
function circles(graph) {
  const found = [];
  const done = new Set();
  const visit = (file, way) => {
    if (way.includes(file)) found.push(`a circle: ${[...way.slice(way.indexOf(file)), file].join(" → ")}`);
    else if (!done.has(file)) {
      for (const other of graph[file] ?? []) visit(other, [...way, file]);
      done.add(file);
    }
  };
  for (const file of Object.keys(graph)) visit(file, []);
  return found;
}

test("no source imports one of a higher floor, and no imports form a circle", () => {
  const graph = imports();
  assert.ok(Object.values(graph).flat().length > 200);
  assert.deepEqual(faults(graph), []);
});

test("every floor has sources", () => {
  const files = Object.keys(imports());
  for (const name of FLOORS.flat()) assert.ok(files.some((file) => file === name || file.startsWith(`${name}/`)), name);
});

test("an import upwards, a circle, the glue and a missing file are found, types and dynamic imports too", () => {
  const texts = {
    "shared/a.ts": 'import type { B } from "../model/b.ts";',
    "model/b.ts": 'export const load = () => import("./c.js");',
    "model/c.ts": 'export type { B } from "./b.ts";\nimport "ivy-glue";',
    "model/d.ts": 'export * from "./gone.ts";',
    "cellar/e.ts": "",
  };
  const graph = Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, importsOf(file, text)]));
  assert.deepEqual(faults(graph), [
    "shared/a.ts imports model/b.ts of a higher floor",
    "model/c.ts imports the glue",
    "model/d.ts imports model/gone.ts, which is not there",
    "cellar/e.ts is on no floor",
    "a circle: model/b.ts → model/c.ts → model/b.ts",
  ]);
});
