// Checks the tag of the element in the templates of frameworks, by the checker of each. A file with mistakes names them in
// comments: all of them are found.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { complaints } from "./compiler.mjs";
import { installPacked, linkPackages, root } from "./packed.mjs";

const COMPILER_OPTIONS = {
  ...{ noEmit: true, strict: true, exactOptionalPropertyTypes: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"] },
  ...{ module: "esnext", moduleResolution: "bundler", types: [] },
};

let packed;
before(async () => {
  packed = await installPacked();
  await linkPackages(packed.app, ["@angular", "rxjs", "solid-js", "svelte", "vue"]);
});
after(() => packed.remove());

/** Copies the files of a framework to a folder of the app, with a configuration. Returns the folder. */
async function prepare(framework, config = {}, environment = "") {
  const folder = path.join(packed.app, framework);
  await mkdir(folder);
  await cp(path.join(root, "tests/package/frameworks", framework), folder, { recursive: true });
  const { compilerOptions, ...others } = config;
  const tsconfig = { compilerOptions: { ...COMPILER_OPTIONS, ...compilerOptions }, include: ["*"], ...others };
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  if (environment) await writeFile(path.join(folder, "env.d.ts"), environment);
  return folder;
}

/** Runs a checker of the root `node_modules` and returns its output, or "" if it found nothing. */
function run(folder, program, ...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, "node_modules", program), ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve(error ? stdout + stderr || String(error) : "");
    });
  });
}

test("Vue: the tag compiles with strictTemplates, and mistakes do not", async () => {
  const config = { vueCompilerOptions: { strictTemplates: true } };
  const folder = await prepare("vue", config, 'import type {} from "ivy-data-session/vue";\n');
  assert.equal(await run(folder, "vue-tsc/bin/vue-tsc.js", "--project", "tsconfig.json"), "");
});

test("Solid: the tag compiles, and mistakes do not", async () => {
  const config = { compilerOptions: { jsx: "preserve", jsxImportSource: "solid-js" } };
  const folder = await prepare("solid", config, '/// <reference types="ivy-data-session/solid" />\n');
  // Solid's own types need a newer TypeScript than 5.0.
  assert.equal(await complaints("7", folder, ["--project", "tsconfig.json"]), "");
});

test("Svelte: the tag compiles, and mistakes do not", async () => {
  const folder = await prepare("svelte", {}, 'import type {} from "ivy-data-session/svelte";\n');
  const output = await run(folder, "svelte-check/bin/svelte-check", "--tsconfig", "./tsconfig.json", "--output", "machine", "--threshold", "error");
  const lines = [...output.matchAll(/ERROR "(.*?)" (\d+):/g)].map(([, file, line]) => [file, Number(line)]);
  assert.deepEqual(lines, [5, 7, 9, 11, 13, 15].map((line) => ["Invalid.svelte", line]), output);
});

test("Angular: the events and the reference have types with strictTemplates", async () => {
  const config = { compilerOptions: { experimentalDecorators: true, skipLibCheck: true }, angularCompilerOptions: { strictTemplates: true } };
  const folder = await prepare("angular", config);
  const output = await run(folder, "@angular/compiler-cli/bundles/src/bin/ngc.js", "--project", "tsconfig.json");
  const lines = [...output.replace(/\u001b\[\d+m/g, "").matchAll(/(\S+\.ts):(\d+):\d+ - error (TS\d+)/g)].map(([, ...found]) => found);
  const mistakes = [["9", "TS2345"], ["9", "TS2339"], ["10", "TS2339"]];
  assert.deepEqual(lines, mistakes.map((mistake) => ["invalid.ts", ...mistake]), output);
});
