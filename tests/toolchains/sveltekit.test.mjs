// Tests of SvelteKit: prerendered, and in development, with nothing configured.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder, checkServer, inlinePolicy } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";
import { vite } from "./vite.mjs";

let app;
before(async () => (app = await install("sveltekit")));
after(() => app?.remove());

test("build", async () => {
  await app.run(vite, ["build", "--logLevel", "warn"]);
  const built = path.join(app.folder, "build");
  assert.equal((await wasmFiles(built)).length, 1);
  await checkFolder(built, "", ["page"], { policy: inlinePolicy });
});

test("development", () => checkServer((env) => app.start(vite, ["--port", "0"], { POLICY: inlinePolicy, ...env }), ["page"]));
