// Tests of Parcel, whose import map needs its hash in the policy.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkFolder, withImportMap } from "./browser.mjs";
import { install, wasmFiles } from "./fixture.mjs";

let app;
before(async () => (app = await install("parcel")));
after(() => app?.remove());

test("build", async () => {
  await app.run("parcel/lib/bin.js", ["build", "index.html", "--log-level", "warn"]);
  const dist = path.join(app.folder, "dist");
  assert.equal((await wasmFiles(dist)).length, 1);
  const [, map] = /<script type="?importmap"?>(.*?)<\/script>/s.exec(await readFile(path.join(dist, "index.html"), "utf8"));
  await checkFolder(dist, "", ["page"], { policy: withImportMap(map) });
});
