// Tests the packed package in Node: as an ES module, by require, and on a server that only imports it.

import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { installPacked, runNode, writeFiles } from "./packed.mjs";

let packed;
before(async () => {
  packed = await installPacked();
  await writeFiles(
    packed.app,
    {
      "module.mjs": `
        import * as ivy from "ivy-data-session";
        import { probe } from "./probe.mjs";
        console.log(JSON.stringify(await probe(ivy)));`,
      "inline.mjs": `
        import * as ivy from "ivy-data-session/inline";
        import { probe } from "./probe.mjs";
        console.log(JSON.stringify(await probe(ivy)));`,
      "common.cjs": `
        const ivy = require("ivy-data-session");
        import("./probe.mjs").then(async ({ probe }) => console.log(JSON.stringify(await probe(ivy))));`,
      "names.mjs": `
        const names = async (where) => Object.keys(await import(where)).filter((name) => name !== "default" && name !== "module.exports").sort();
        const { createRequire } = await import("node:module");
        const common = Object.keys(createRequire(import.meta.url)("ivy-data-session")).sort();
        console.log(JSON.stringify([await names("ivy-data-session"), await names("ivy-data-session/inline"), common]));`,
      "server.mjs": `
        for (const name of ["fetch", "WebAssembly", "setTimeout"]) Object.defineProperty(globalThis, name, { get() { throw new Error(name); } });
        const ivy = await import("ivy-data-session");
        console.log(JSON.stringify(typeof ivy.createClient({ proxyUrl: "https://shop.example/api/ivy", credentials: "omit" }).connectBank));`,
    },
    ["probe.mjs"],
  );
});
after(() => packed.remove());

test("the package contains the expected files only", () => {
  const unwanted = packed.files.filter((file) => !/^((index|errors|testing|react|element|debug|proxy|sandbox)\.(js|cjs|d\.ts|d\.cts)|(vue|solid|svelte|ivy_data_session_bg\.wasm)\.d\.c?ts|(cli|early)\.js|demo\/(page|shop)\/(goods\/)?[\w-]+\.(js|css|html|svg)|(proxy\.(browser|workerd|edge-light)|locales\/[a-z]{2}(-[A-Z]{2})?|popup|inline-wasm)\.js|inline\.(js|d\.ts)|.*\.c?js\.map|ivy_(data_session|proxy|sandbox)_bg\.wasm|(package|custom-elements|sbom\.cdx)\.json|(README|CHANGELOG)\.md|(LICENSE-(MIT|APACHE)|THIRD-PARTY-NOTICES\.txt))$/.test(file));
  assert.deepEqual(unwanted, []);
  const entries = ["index", "errors", "testing", "react", "element", "debug", "proxy", "sandbox"].flatMap((name) => ["js", "cjs", "d.ts", "d.cts"].map((ending) => `${name}.${ending}`));
  // The demo shop consists of sources.
  const scripts = packed.files.filter((file) => /\.c?js$/.test(file) && !file.startsWith("demo/"));
  const maps = packed.files.filter((file) => file.endsWith(".map"));
  assert.deepEqual(maps, scripts.map((file) => `${file}.map`).sort());
  const wanted = ["inline.js", "inline.d.ts", "inline-wasm.js", "popup.js", "proxy.browser.js", "proxy.workerd.js", "proxy.edge-light.js", "early.js", ...entries, "ivy_data_session_bg.wasm", "ivy_proxy_bg.wasm", "ivy_sandbox_bg.wasm", "cli.js", "demo/page/own-design.html", "demo/shop/start.js"];
  assert.deepEqual(wanted.filter((file) => !packed.files.includes(file)), []);
});

test("no script contains the proxy's WebAssembly: all entries use the one file", async () => {
  const entries = packed.files.filter((file) => /^proxy\..*js$/.test(file));
  assert.equal(entries.length, 5);
  for (const entry of entries) {
    const { size } = await stat(path.join(packed.app, "node_modules/ivy-data-session", entry));
    assert.ok(size < 200_000, `${entry}: ${size} bytes`);
  }
});

test("the sandbox and the program add at most 700 KB", async () => {
  const own = packed.files.filter((file) => /^(sandbox\.|ivy_sandbox_bg\.|cli\.|demo\/)/.test(file));
  assert.ok(own.length > 30, `${own.length} files`);
  const sizes = await Promise.all(own.map(async (file) => (await stat(path.join(packed.app, "node_modules/ivy-data-session", file))).size));
  const sum = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(sum <= 700 * 1024, `${sum} bytes`);
});

test("module, inline entry and require return the same", async () => {
  const first = await runNode(packed.app, "module.mjs");
  assert.deepEqual(first.early, { code: "not_initialized", isIvyError: true });
  assert.equal(first.built.market, "DE");
  assert.equal(first.built.externalUser.email, "Ada@example.com");
  assert.deepEqual(first.checked.issues.map(({ path, code }) => [path.join("."), code]).sort(), [["extra", "unknown_field"], ["permissions.0", "invalid_permission"]]);
  assert.deepEqual(first.query, { externalUserEmail: "Ada@example.com" });
  assert.deepEqual([first.list.sessions.length, first.list.rejected.length], [1, 1]);
  assert.equal(first.thrown.code, "decode_failed");
  assert.deepEqual(await runNode(packed.app, "inline.mjs"), first);
  assert.deepEqual(await runNode(packed.app, "common.cjs"), first);
});

test("every entry has the same public names", async () => {
  const [module, inline, common] = await runNode(packed.app, "names.mjs");
  assert.deepEqual(inline, module);
  assert.deepEqual(common, module);
});

test("importing it on a server has no effect", async () => {
  assert.equal(await runNode(packed.app, "server.mjs"), "function");
});
