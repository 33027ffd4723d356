// Tests of Astro: built, and in development, with nothing configured.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder, checkServer } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

const astro = "astro/bin/astro.mjs";

let app;
before(async () => (app = await install("astro")));
after(() => app?.remove());

test("build", async () => {
  await app.run(astro, ["build"]);
  const dist = path.join(app.folder, "dist");
  assert.equal((await wasmFiles(dist)).length, 1);
  await checkFolder(dist, "", ["page"]);
});

test("development", () => checkServer((env) => app.start(astro, ["dev", "--port", "0"], env), ["page"]));
