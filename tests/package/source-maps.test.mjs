// Tests the source maps of the packed package: one for each script, which maps its code to the source.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { installPacked, root } from "./packed.mjs";

let packed;
before(async () => (packed = await installPacked()));
after(() => packed?.remove());

const read = (file) => readFile(path.join(packed.app, "node_modules/ivy-data-session", file), "utf8");

test("every script but those of the demo shop names its map, and a map has the text of each of its sources, under a path of no machine", async () => {
  const scripts = packed.files.filter((file) => /\.c?js$/.test(file) && !file.startsWith("demo/"));
  assert.ok(scripts.length > 20);
  for (const script of scripts) {
    const map = `${path.basename(script)}.map`;
    assert.ok((await read(script)).trimEnd().endsWith(`\n//# sourceMappingURL=${map}`), script);
    const { sources, sourcesContent } = JSON.parse(await read(`${script}.map`));
    assert.ok(sources.length > 0, script);
    assert.equal(sourcesContent.length, sources.length, script);
    for (const [at, source] of sources.entries()) {
      assert.match(source, /^(\.\.\/)*(src\/[\w./-]+\.ts|((proxy|sandbox)-)?glue\/\w+\.js)$/, script);
      assert.ok(sourcesContent[at]?.length > 0, `${script}: ${source}`);
    }
  }
});

/** Texts in scripts, with the source file of each. */
const texts = [
  ["index.js", "expected the http or https URL of the merchant proxy", "src/calls/settings.ts"],
  ["index.js", "did not arrive within 20 seconds", "src/load/instance.ts"],
  ["index.js", "__wbindgen_throw", "../glue/ivy_data_session.js"],
  ["popup.js", "place-content:center", "src/login/popup.ts"],
  ["element.cjs", "ivy-bank-connect", "src/element/element.ts"],
  ["locales/de.js", "Mit Bankkonto bezahlen", "../src/locales/de.ts"],
  ["proxy.js", "the proxy could not do it; its log says why", "src/proxy/errors/proxy-error.ts"],
];

for (const [script, text, source] of texts) {
  test(`${script}: ${JSON.stringify(text)} leads to ${source}`, async () => {
    const before = (await read(script)).split(text)[0].split("\n");
    const map = JSON.parse(await read(`${script}.map`));
    const { originalSource, originalLine } = new SourceMap(map).findEntry(before.length - 1, before.at(-1).length);
    assert.equal(originalSource, source);
    const lines = map.sourcesContent[map.sources.indexOf(source)].split("\n");
    assert.ok(lines[originalLine].includes(text), `line ${originalLine + 1}: ${lines[originalLine]}`);
  });
}

test("the text of a source is that of the repository", async () => {
  const { sources, sourcesContent } = JSON.parse(await read("index.js.map"));
  for (const [at, source] of sources.entries()) {
    if (source.startsWith("src/")) assert.equal(sourcesContent[at], await readFile(path.join(root, "pkg", source), "utf8"), source);
  }
});
