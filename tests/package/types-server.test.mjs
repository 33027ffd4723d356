// Compiles every entry as a server does: without the DOM, beside the types of one platform alone, and with the declarations
// themselves checked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints, compilers, serverOptions } from "./compiler.mjs";
import { installPacked, linkPackages, writeFiles } from "./packed.mjs";

/** The drivers of the stores. */
const DRIVERS = ["@electric-sql/pglite", "@libsql/client", "@libsql/core", "@neondatabase/serverless", "postgres"];

let packed;
before(async () => {
  packed = await installPacked();
  await writeFiles(packed.app, {}, ["types/server.ts", "types/server-common.cts", "types/stores.ts"]);
  await linkPackages(packed.app, ["@types/node", "undici-types", "@cloudflare/workers-types", "react", "@types/react", "csstype"]);
  await linkPackages(packed.app, DRIVERS);
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

test("the clients of every driver fit the functions of the stores", async () => {
  // The drivers' own declarations are theirs to check.
  assert.equal(await complaints("7", packed.app, [...serverOptions(["--types", "node"], "es2022,dom"), "--skipLibCheck", "true", "stores.ts"]), "");
});
