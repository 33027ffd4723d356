// Tests the packed package as registries and other tools see it: its files, its links, its types, and what it is made of.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { installPacked, root } from "./packed.mjs";

const run = promisify(execFile);

let packed;
let manifest;
before(async () => {
  packed = await installPacked();
  manifest = JSON.parse(await read("package.json"));
});
after(() => packed.remove());

/** Reads a file of the installed package. */
const read = (file) => readFile(path.join(packed.app, "node_modules/ivy-data-session", file), "utf8");

test("publint has nothing to say", async () => {
  const tarball = await readFile(packed.tarball);
  const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, manifest)), []);
});

test("are-the-types-wrong finds no problem in any resolution", async () => {
  const attw = path.join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // A classic script, which no module imports.
  const scripts = ["./early"];
  const { stdout } = await run(process.execPath, [attw, packed.tarball, "--format", "json", "--exclude-entrypoints", ...scripts], { maxBuffer: 2 ** 26 });
  const { analysis, problems } = JSON.parse(stdout);
  assert.deepEqual(problems, {});
  assert.deepEqual([...Object.keys(analysis.entrypoints), ...scripts].sort(), Object.keys(manifest.exports).sort());
});

test("the tarball has licences, notices, changelog and every file that the manifest names, and no sources or tools", async () => {
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-NOTICES.txt", "CHANGELOG.md", "README.md", "sbom.cdx.json"]) {
    assert.ok(packed.files.includes(file), file);
  }
  const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));
  const { main, module, types, unpkg, jsdelivr, customElements, exports, files } = manifest;
  const named = [main, module, types, unpkg, jsdelivr, customElements, ...targets(exports)].map((file) => path.posix.normalize(file));
  assert.deepEqual(named.filter((file) => !packed.files.includes(file)), []);
  assert.deepEqual(files.filter((file) => !packed.files.some((each) => each === file || each.startsWith(`${file}/`))), []);
  assert.deepEqual(packed.files.filter((file) => /^(src|generated)\/|config|tsconfig|budget/.test(file)), []);
  assert.equal(await read("CHANGELOG.md"), await readFile(path.join(root, "CHANGELOG.md"), "utf8"));
});

test("the package and the published crates have one version", async () => {
  const cargo = await readFile(path.join(root, "Cargo.toml"), "utf8");
  const versions = ["\\[workspace.package\\]\\n", "\\nivy-data-session = .*", "\\nivy-proxy-core = .*"].map((before) => new RegExp(`${before}version = "(.*?)"`).exec(cargo)?.[1]);
  assert.deepEqual(versions, [manifest.version, manifest.version, manifest.version]);
});

test("the manifest links to the repository, and a content network gets the file that needs no other", () => {
  const repository = manifest.repository.url.replace(/^git\+|\.git$/g, "");
  assert.equal(manifest.homepage, `${repository}#readme`);
  assert.equal(manifest.bugs, `${repository}/issues`);
  assert.deepEqual([manifest.unpkg, manifest.jsdelivr], ["./inline.js", "./inline.js"]);
});

test("the npm README has the proxy example that the tests run", async () => {
  const proxy = (text) => /^```js\nimport \{ createProxy[^]*?^```$/m.exec(text)?.[0];
  const example = proxy(await readFile(path.join(root, "README.md"), "utf8"));
  assert.match(example ?? "", /toNodeListener/);
  assert.equal(proxy(await read("README.md")), example);
});

test("links of the npm README are absolute: npm resolves no others", async () => {
  const links = [...(await read("README.md")).matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  assert.ok(links.length > 5, `${links.length} links`);
  assert.deepEqual(links.filter((link) => !/^https:\/\//.test(link)), []);
  const files = links.flatMap((link) => (link.startsWith(manifest.repository.url.replace(/^git\+|\.git$/g, "")) ? [link.split("/blob/main/")[1]] : []));
  for (const file of files.filter(Boolean)) await readFile(path.join(root, file.split("#")[0]));
});
