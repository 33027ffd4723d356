// Compiles the types of the packed package as a merchant does, from TypeScript 5.0 to the newest, and checks the facade's
// sources.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { complaints, compilers, resolutions, strict } from "./compiler.mjs";
import { installPacked, linkPackages, root, writeFiles } from "./packed.mjs";
import { findSnippets } from "./snippets.mjs";

/** The files with documented uses and with mistakes. */
const uses = readdirSync(path.join(root, "tests/package/types")).filter((name) => /^(in)?valid/.test(name));

const examples = (await findSnippets()).node.filter(({ language }) => language !== "js");

let packed;
before(async () => {
  packed = await installPacked();
  await writeFiles(
    packed.app,
    {
      "common.cts": `
        import ivy = require("ivy-data-session");
        import testing = require("ivy-data-session/testing");
        import react = require("ivy-data-session/react");
        export const masked: string = ivy.maskIban("");
        export const client: ivy.Client = testing.createFakeClient({ resumeBankLogin: null });
        export const connection = () => react.useBankConnect({ client, request: { permissions: ["identity"] } });`,
      "inline.ts": `import { maskIban } from "ivy-data-session/inline";\nexport const masked: string = maskIban("");\n`,
    },
    [...uses, "react-dom.d.ts"].map((name) => `types/${name}`),
  );
  await linkPackages(packed.app, ["react", "@types/react", "csstype", "@standard-schema/spec", "standard-schema-spec-1.0"]);
});
after(() => packed.remove());

for (const version of Object.keys(compilers)) {
  for (const [name, resolution] of Object.entries(resolutions)) {
    test(`TypeScript ${version}, resolution ${name}: documented uses compile and marked mistakes do not`, async () => {
      const files = [...uses, "inline.ts", ...(name === "bundler" ? [] : ["common.cts"])];
      assert.equal(await complaints(version, packed.app, [...strict, ...resolution, ...files]), "");
    });
  }
}

test("no type is of a newer TypeScript: Uint8Array takes no parameter before 5.7", async () => {
  const declarations = packed.files.filter((file) => /\.d\.c?ts$/.test(file));
  assert.equal(declarations.length, 25);
  for (const file of declarations) {
    assert.doesNotMatch(await readFile(path.join(packed.app, "node_modules/ivy-data-session", file), "utf8"), /Uint8Array</, file);
  }
});

test("a type is declared in one entry, and the others import it from there", async () => {
  const declared = new Map();
  for (const file of packed.files.filter((file) => file.endsWith(".d.ts"))) {
    const text = await readFile(path.join(packed.app, "node_modules/ivy-data-session", file), "utf8");
    // Allow React's own aliases for types of the element.
    for (const [, name] of text.matchAll(/^(?:declare )?(?:type|interface|class|const|function) (\w+)\b(?! = element\.\1;)/gm)) {
      assert.equal(declared.get(name) ?? file, file, `${file} and ${declared.get(name)} declare ${name}`);
      declared.set(name, file);
    }
  }
  assert.ok(declared.size > 100, `${declared.size} declarations`);
});

test("every example of the types compiles", async () => {
  const named = examples.map((example, index) => ({ ...example, file: `example-${index}.${example.language}` }));
  await writeFiles(packed.app, Object.fromEntries(named.map(({ file, code }) => [file, code])));
  const lenient = strict.filter((flag) => !/Unchecked|exactOptional/.test(flag));
  const said = await complaints("7", packed.app, [...lenient, ...resolutions.bundler, "react-dom.d.ts", ...named.map(({ file }) => file)]);
  assert.equal(named.reduce((text, { file, where }) => text.replaceAll(file, `${where} (${file})`), said), "");
});

/** The configuration of each part's sources, which limits the platform that they can use. */
const sources = { facade: "pkg/tsconfig.json", proxy: "pkg/tsconfig.proxy.json" };

for (const [part, config] of Object.entries(sources)) {
  test(`the sources of the ${part} hold to their types`, async () => {
    assert.equal(await complaints("7", root, ["--project", config]), "");
  });
}
