// Tests of Angular, which leaves the WebAssembly file behind: the inline chunk replaces it, with nothing configured.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { MISSING_FILE, checkFolder, checkServer } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

const ng = "@angular/cli/bin/ng.js";

let app;
before(async () => (app = await install("angular")));
after(() => app?.remove());

test("build", async () => {
  await app.run(ng, ["build"]);
  const built = path.join(app.folder, "dist/browser");
  assert.deepEqual(await wasmFiles(built), []);
  await checkFolder(built, "", ["page"], { problems: [MISSING_FILE] });
});

test("development", () => checkServer((env) => app.start(ng, ["serve", "--port", "0"], env), ["page"], { problems: [MISSING_FILE] }));
