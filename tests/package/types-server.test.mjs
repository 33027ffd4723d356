// Compiles every entry as a server does: without the DOM, beside the types of one platform alone, and with the declarations
// themselves checked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints, compilers, serverOptions } from "./compiler.mjs";
import { installPacked, linkPackages, writeFiles } from "./packed.mjs";

let packed;
before(async () => {
  packed = await installPacked();
  await writeFiles(packed.app, {}, ["types/server.ts", "types/server-common.cts"]);
  await linkPackages(packed.app, ["@types/node", "undici-types", "@cloudflare/workers-types", "react", "@types/react", "csstype"]);
});
after(() => packed.remove());

for (const version of Object.keys(compilers)) {
  for (const platform of ["node", "@cloudflare/workers-types"]) {
    test(`TypeScript ${version}: every entry compiles beside ${platform} alone, without the DOM`, async () => {
      assert.equal(await complaints(version, packed.app, [...serverOptions(["--types", platform]), "server.ts", "server-common.cts"]), "");
    });
  }
}

test("every entry compiles in a service worker", async () => {
  assert.equal(await complaints("7", packed.app, [...serverOptions(["--typeRoots", "no-types"], "es2022,webworker"), "server.ts"]), "");
});
