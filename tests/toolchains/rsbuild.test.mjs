// Tests of Rsbuild: a page and a worker, with nothing configured but the names of its files.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

let app;
before(async () => (app = await install("rsbuild")));
after(() => app?.remove());

test("build", async () => {
  await app.run("@rsbuild/core/bin/rsbuild.js", ["build"]);
  const dist = path.join(app.folder, "dist");
  assert.equal((await wasmFiles(dist)).length, 1);
  await checkFolder(dist, "", ["page", "worker"]);
});
