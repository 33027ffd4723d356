// Tests the documents against the package: their tables have every case, and the tests that they cite exist.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pages } from "../../www/docs/site/navigation.mjs";
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

test("the guide to errors has a heading for every code", () => {
  const headings = [...read("www/docs/errors.md").matchAll(/^## ([a-z_]+)$/gm)].map(([, code]) => code);
  assert.deepEqual(headings.sort(), words("IvyErrorCode").sort());
});

test("the guide to events has every event once", () => {
  const { signature } = names("index.d.ts").find(({ name }) => name === "IvyEvent");
  const types = [...signature.matchAll(/\btype: "(\w+)"/g)].map(([, type]) => type);
  assert.deepEqual(codes("www/docs/observability.md"), types);
});

test("every guide is in the navigation", () => {
  const guides = readdirSync(path.join(root, "www/docs")).filter((name) => name.endsWith(".md"));
  const named = new Set(pages.map(({ file }) => path.basename(file)));
  assert.deepEqual(guides.filter((name) => !named.has(name)), []);
});

test("no title in the navigation has more than four words", () => {
  const titles = readdirSync(path.join(root, "www/docs")).filter((name) => name.endsWith(".md")).map((name) => /^title: (.*)$/m.exec(read(`www/docs/${name}`))?.[1] ?? "");
  assert.deepEqual(titles.filter((title) => title === "" || title.split(" ").length > 4), []);
});

test("the table of reasons and its picture have every reason for a login", () => {
  assert.deepEqual(codes("www/docs/how-it-works.md").filter(Boolean).sort(), words("LoginReason").sort());
  const picture = read("www/docs/pictures/decision.svg");
  for (const reason of words("LoginReason")) assert.ok(picture.includes(`>${reason}<`), reason);
});

test("each known trouble is held by a test that is there, or explained in a guide", () => {
  const troubles = rows("tests/known-troubles.md");
  assert.equal(troubles.length, 25 + 18);
  for (const [thread, , , held] of troubles) {
    const files = [...held.matchAll(/`([\w./-]+)`((?: "[^"]+")*)/g)];
    assert.ok(files.length > 0 || /\]\([\w./-]+\.md/.test(held), `${thread}: nothing holds it`);
    for (const [, file, quoted] of files) {
      assert.ok(existsSync(path.join(root, file)) && statSync(path.join(root, file)).isFile(), `${thread}: ${file} is not there`);
      for (const [, title] of quoted.matchAll(/"([^"]+)"/g)) assert.ok(read(file).includes(title), `${thread}: ${file} has no ${title}`);
    }
  }
});
