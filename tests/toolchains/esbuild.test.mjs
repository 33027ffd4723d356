// Tests of esbuild: with the WebAssembly file by its loader "file", and with the entry that contains it.

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

let app;
before(async () => (app = await install("esbuild")));
after(() => app?.remove());

async function build(page, ...args) {
  const built = path.join(app.folder, "built", path.basename(page, ".html"));
  await app.run("esbuild/bin/esbuild", [...args, "--bundle", "--format=esm", "--minify", "--log-level=warning", `--outdir=${built}`]);
  await cp(path.join(app.folder, page), path.join(built, page));
  return built;
}

test("loader file", async () => {
  const built = await build("index.html", "main.js", "worker.js", "--loader:.wasm=file");
  assert.equal((await wasmFiles(built)).length, 1);
  await checkFolder(built, "", ["page", "worker"]);
});

test("inline entry, with nothing configured", async () => {
  const built = await build("inline.html", "inline.js");
  assert.deepEqual(await wasmFiles(built), []);
  await checkFolder(built, "inline.html", ["page"], { wasmLoads: 0 });
});
