// Tests of esbuild with nothing configured: its default format, whose `import.meta` has no URL, and split modules.

import assert from "node:assert/strict";
import { cp, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { MISSING_FILE, checkFolder } from "./browser.mjs";
import { install } from "./fixture.mjs";

let app;
before(async () => (app = await install("esbuild")));
after(() => app?.remove());

async function build(page, ...options) {
  const built = path.join(app.folder, "built", path.basename(page, ".html"));
  await app.run("esbuild/bin/esbuild", ["app/start.js", ...options, "--bundle", "--minify", "--log-level=warning", `--outdir=${built}`]);
  await cp(path.join(app.folder, page), path.join(built, page));
  return { built, scripts: (await readdir(built)).filter((file) => file.endsWith(".js")) };
}

test("the default format cannot split: the chunk is in the one script, and no file is requested", async () => {
  const { built, scripts } = await build("script.html");
  assert.deepEqual(scripts, ["start.js"]);
  await checkFolder(built, "script.html", ["page"], { wasmLoads: 0 });
});

test("split modules: the file is missing, and the chunk is a separate script", async () => {
  const { built, scripts } = await build("split.html", "--format=esm", "--splitting");
  assert.equal(scripts.filter((file) => file.startsWith("inline-wasm-")).length, 1, scripts.join());
  await checkFolder(built, "split.html", ["page"], { problems: [MISSING_FILE] });
});
