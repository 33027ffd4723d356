// Tests the notices and the bill of materials: they have what is compiled into the WebAssembly, as the lock file knows it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { root } from "./packed.mjs";

const read = (file) => readFile(path.join(root, file), "utf8");

const bill = JSON.parse(await read("pkg/sbom.cdx.json"));
const notices = await read("pkg/THIRD-PARTY-NOTICES.txt");

/** The crates of the lock file, each with its checksum. */
const locked = new Map(
  (await read("Cargo.lock")).split("[[package]]").flatMap((entry) => {
    const value = (key) => new RegExp(`^${key} = "(.*)"$`, "m").exec(entry)?.[1];
    return value("checksum") ? [[`${value("name")}@${value("version")}`, value("checksum")]] : [];
  }),
);

/** Returns the crates by which the weight of the page's WebAssembly is counted. They have the names of symbols. */
async function weighed() {
  const { parts } = JSON.parse(await read("pkg/budget.json"));
  const crates = new Set([...locked.keys()].map((crate) => crate.split("@")[0].replaceAll("-", "_")));
  return Object.keys(parts).filter((part) => crates.has(part));
}

test("the bill names the package, and each crate with its licence, checksum and source", async () => {
  const { name, version } = JSON.parse(await read("pkg/package.json"));
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ["CycloneDX", "1.6", 1]);
  assert.equal(bill.metadata.component.purl, `pkg:npm/${name}@${version}`);
  assert.ok(bill.components.length > 50, `${bill.components.length} crates`);
  let fromLock = 0;
  for (const { name, version, purl, hashes, licenses, ...component } of bill.components) {
    assert.equal(component["bom-ref"], purl);
    assert.match(licenses[0].expression, /^[\w.()+ -]+$/, purl);
    if (locked.has(`${name}@${version}`)) {
      assert.deepEqual(hashes, [{ alg: "SHA-256", content: locked.get(`${name}@${version}`) }], purl);
      fromLock++;
    }
  }
  // The others belong to the standard library.
  assert.ok(fromLock > bill.components.length - 10, `${fromLock} of ${bill.components.length}`);
  const refs = bill.components.map((component) => component["bom-ref"]);
  assert.equal(new Set(refs).size, refs.length);
  assert.deepEqual(bill.dependencies, [{ ref: bill.metadata.component["bom-ref"], dependsOn: refs }]);
});

test("each crate is in the notices, above the text of a licence", () => {
  const [, ...sections] = notices.split(/^-{80}$/m);
  for (const { name, version } of bill.components) {
    const section = sections.find((section) => section.includes(`\n${name} ${version} (`));
    assert.match(section ?? "", /permi(t|ssion)|Licen[sc]e/i, `${name} ${version}`);
  }
});

test("the crates that weigh something in the binary are listed, and tools that only run at compile time are not", async () => {
  const names = bill.components.map(({ name }) => name.replaceAll("-", "_"));
  const parts = await weighed();
  assert.ok(parts.length >= 5, parts.join());
  assert.deepEqual(parts.filter((part) => !names.includes(part)), []);
  for (const name of ["rust_std", "compiler_builtins", "chacha20poly1305", "url"]) assert.ok(names.includes(name), name);
  for (const name of ["syn", "quote", "serde_derive", "tokio", "sqlx", "wasm_bindgen_cli"]) assert.ok(!names.includes(name), name);
});
