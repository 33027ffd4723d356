// Tests of one version of Vite: built, and in development, with a page and a worker.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder, checkServer, policy } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

/** The program of Vite in an app's `node_modules`. */
export const vite = "vite/bin/vite.js";

/** Registers the tests of the version in the folder `name`. */
export function testVite(name) {
  let app;
  before(async () => (app = await install(name)));
  after(() => app?.remove());

  test("build", async () => {
    await app.run(vite, ["build", "--logLevel", "warn"]);
    const dist = path.join(app.folder, "dist");
    assert.equal((await wasmFiles(dist)).length, 1);
    await checkFolder(dist, "", ["page", "worker"]);
  });

  test("development", () => checkServer((env) => app.start(vite, ["--port", "0"], { POLICY: policy, ...env }), ["page", "worker"]));
}
