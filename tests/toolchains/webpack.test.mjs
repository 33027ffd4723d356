// Tests of webpack 5, the newest version and one of 2023, without configuration.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

let app;
before(async () => (app = await install("webpack")));
after(() => app?.remove());

for (const tool of ["webpack", "webpack-of-2023"]) {
  test(tool, async () => {
    await app.run("node", ["build.js", tool, tool]);
    const built = path.join(app.folder, tool);
    assert.equal((await wasmFiles(built)).length, 1);
    await checkFolder(built, "", ["page", "worker"]);
  });
}
