// Tests of the entry `ivy-data-session/errors`: small, without the library, and the same as the main entry's.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { createClient, isIvyError } from "../../pkg/inline.js";
import { names } from "./public-api.mjs";
import { root } from "./packed.mjs";

const require = createRequire(import.meta.url);
const files = ["errors.js", "errors.cjs"];

/** Returns the error of a client that is made in a wrong way. */
function errorOf() {
  try {
    return createClient({});
  } catch (error) {
    return error;
  }
}

test("a file has at most 1 KB, and neither imports nor WebAssembly", async () => {
  for (const file of files) {
    const script = await readFile(path.join(root, "pkg", file), "utf8");
    assert.ok(script.length <= 1_024, `${file}: ${script.length} bytes`);
    assert.doesNotMatch(script, /\bimport\b|\brequire\b|wasm|WebAssembly|fetch/i, file);
  }
});

test("it knows the errors of the main entry, and no others", async () => {
  const entries = [await import("../../pkg/errors.js"), require("../../pkg/errors.cjs")];
  const others = [new Error("a"), Object.assign(new Error("a"), { code: "E" }), { name: "IvyError" }, null, undefined, "IvyError", 7, []];
  for (const entry of entries) {
    assert.deepEqual(Object.keys(entry), ["isIvyError"]);
    assert.equal(entry.isIvyError(errorOf()), true);
    for (const other of others) assert.equal(entry.isIvyError(other), isIvyError(other));
  }
});

test("the main entry exports all of its names", () => {
  const main = new Set(names("index.d.ts").map(({ name }) => name));
  const own = names("errors.d.ts").map(({ name }) => name);
  assert.deepEqual(own, ["Issue", "IssueCode", "IvyError", "IvyErrorCode", "isIvyError"]);
  assert.deepEqual(own.filter((name) => !main.has(name)), []);
});
