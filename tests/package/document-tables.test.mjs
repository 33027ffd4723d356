// Tests the documents against the package: their tables have every case, and the tests that they cite exist.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "./packed.mjs";
import { names } from "./public-api.mjs";

const read = (file) => readFileSync(path.join(root, file), "utf8");

/** Returns the rows of all tables in a document, without heads, each as an array of cells. */
function rows(file) {
  const lines = read(file).split("\n").filter((line) => line.startsWith("|"));
  const heads = new Set(lines.flatMap((line, at) => (/^\|[-|]+\|$/.test(line) ? [at - 1, at] : [])));
  return lines.filter((_, at) => !heads.has(at)).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

/** Returns the literals of a union type. */
const words = (type) => [...names("index.d.ts").find(({ name }) => name === type).signature.matchAll(/"(\w+)"/g)].map(([, word]) => word);

/** Returns the code at the start of each row. */
const codes = (file) => rows(file).map(([first]) => /^`(\w+)`/.exec(first)?.[1]);

test("the guide to errors has every code once", () => {
  assert.deepEqual(codes("www/docs/errors.md").sort(), words("IvyErrorCode").sort());
});

test("the guide to events has every event once", () => {
  const { signature } = names("index.d.ts").find(({ name }) => name === "IvyEvent");
  const types = [...signature.matchAll(/\btype: "(\w+)"/g)].map(([, type]) => type);
  assert.deepEqual(codes("www/docs/observability.md"), types);
});

test("every guide is among the pages", () => {
  const { projectDocuments } = JSON.parse(read("www/docs/site/typedoc.json"));
  const guides = readdirSync(path.join(root, "www/docs")).filter((name) => name.endsWith(".md"));
  assert.deepEqual(projectDocuments.map((place) => path.basename(place)).sort(), guides.sort());
});

test("the README has every reason for a login", () => {
  const text = read("README.md");
  for (const reason of words("LoginReason")) assert.ok(text.includes(`\`${reason}\``), reason);
});

test("each known trouble is held by a test that is there, or explained in a guide", () => {
  const troubles = rows("www/docs/known-troubles.md");
  assert.equal(troubles.length, 25 + 18);
  for (const [thread, , , held] of troubles) {
    const files = [...held.matchAll(/`([\w./-]+)`((?: "[^"]+")*)/g)];
    assert.ok(files.length > 0 || /\]\([\w-]+\.md/.test(held), `${thread}: nothing holds it`);
    for (const [, file, quoted] of files) {
      assert.ok(existsSync(path.join(root, file)) && statSync(path.join(root, file)).isFile(), `${thread}: ${file} is not there`);
      for (const [, title] of quoted.matchAll(/"([^"]+)"/g)) assert.ok(read(file).includes(title), `${thread}: ${file} has no ${title}`);
    }
  }
});
