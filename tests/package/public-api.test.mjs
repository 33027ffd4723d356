// Tests of the public API: the names of every entry, in the types and at run time, each with a comment.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import path from "node:path";
import { readFileSync } from "node:fs";
import { root } from "./packed.mjs";
import { entries, names, reviewed, surface, values } from "./public-api.mjs";

const require = createRequire(import.meta.url);
const { exports } = JSON.parse(readFileSync(path.join(root, "pkg/package.json"), "utf8"));

test("the surface is the reviewed one", () => {
  const renew = "the public surface has changed: run `node tests/package/public-api.mjs`, and review the change of tests/package/public-api.txt";
  assert.equal(surface(), reviewed(), renew);
});

for (const [entry, file] of Object.entries(entries())) {
  test(`${entry}: the names of the types and those at run time are the same`, async () => {
    const wanted = names(file).flatMap(({ name, kind }) => (values.includes(kind) ? [name] : []));
    const at = (place) => path.join(root, "pkg", typeof place === "string" ? place : place.default);
    const { import: module, require: common } = exports[entry];
    assert.deepEqual(Object.keys(await import(at(module))).sort(), wanted);
    if (common) assert.deepEqual(Object.keys(require(at(common))).sort(), wanted);
  });

  test(`${entry}: every name is explained, with an example that runs`, () => {
    for (const { name, comment } of names(file)) {
      assert.match(comment, /^\/\*\*\s+(\* )?[A-Z{]/, `${name} has no explanation`);
      assert.match(comment, /@example\n/, `${name} has no example`);
    }
  });
}
