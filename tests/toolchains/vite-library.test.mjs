// Tests of builds of Vite that put the WebAssembly file into a script: its library mode, and an app with a high limit for such
// files. The strict policy does not allow to fetch a `data:` URL: the inline chunk replaces it, with nothing configured.

import assert from "node:assert/strict";
import { cp, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";
import { vite } from "./vite.mjs";

/** The console messages for a `data:` URL that the policy does not allow to fetch. */
const BLOCKED = [/data:application\/wasm.*violates the following Content Security Policy directive/s, /Fetch API cannot load data:application\/wasm/];

let app;
before(async () => (app = await install("vite-library")));
after(() => app?.remove());

/** Builds with a format of the library, or an app without one, and checks the page. */
async function checkBuild(format, script, problems) {
  const dist = path.join(app.folder, "dist");
  await app.run(vite, ["build", "--logLevel", "warn", "--emptyOutDir"], { LIBRARY: format });
  if (format) await cp(path.join(app.folder, `${format}.html`), path.join(dist, "index.html"));
  assert.deepEqual(await wasmFiles(dist), []);
  const scripts = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith(".js"));
  assert.equal(scripts.some((file) => file.includes("inline-wasm")), script === "separate", scripts.join());
  await checkFolder(dist, "", ["page"], { wasmLoads: 0, problems });
}

test("a library of modules", () => checkBuild("es", "separate", BLOCKED));
// Here `import.meta` has no URL, so that nothing is fetched.
test("a library in one script", () => checkBuild("iife", "inside", []));
test("an app with a high limit for inlined files", () => checkBuild("", "separate", BLOCKED));
