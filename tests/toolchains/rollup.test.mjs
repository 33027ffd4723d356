// Tests of Rollup, which leaves the WebAssembly file behind: the inline chunk replaces it, with nothing configured.

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { MISSING_FILE, checkFolder } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

let app;
before(async () => (app = await install("rollup")));
after(() => app?.remove());

test("build, with nothing configured", async () => {
  const built = path.join(app.folder, "built");
  await app.run("rollup/dist/bin/rollup", ["app/start.js", "--dir", built, "--format", "es", "--plugin", "node-resolve"]);
  await cp(path.join(app.folder, "index.html"), path.join(built, "index.html"));
  assert.deepEqual(await wasmFiles(built), []);
  await checkFolder(built, "", ["page"], { problems: [MISSING_FILE] });
});
