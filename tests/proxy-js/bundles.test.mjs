// Tests that a page's bundle contains nothing of the proxy.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as vite from "vite";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));

/** Words that only the proxy's sources, its core and its glue contain. */
const proxys = ["webhookSecret", "x-ivy-api-key", "ivy_sessions", "ProxyCore", "better-sqlite3", "pg_advisory", "toNodeListener"];

/** esbuild's options for reading the names that a module exports. */
const inspected = { write: false, metafile: true, format: "esm", outfile: "out.js", absWorkingDir: pkg, logLevel: "silent" };

let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ivy-bundles-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const page = 'import { createClient } from "ivy-data-session";\nconsole.log(createClient({ proxyUrl: "/api/ivy" }));\n';

async function byEsbuild(contents) {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents, resolveDir: pkg },
    ...{ bundle: true, write: false, metafile: true, format: "esm", platform: "browser", outdir: folder, splitting: true, logLevel: "silent" },
  });
  return { text: outputFiles.map(({ text }) => text).join("\n"), inputs: Object.keys(metafile.inputs) };
}

async function byVite(contents) {
  const { output } = await vite.build({
    root: pkg,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rollupOptions: { input: "page" }, modulePreload: false },
    plugins: [{ name: "page", enforce: "pre", resolveId: (id) => (id === "page" ? path.join(pkg, "page.js") : null), load: (id) => (id === path.join(pkg, "page.js") ? contents : null) }],
  });
  return { text: output.map(({ code, source }) => code ?? String(source)).join("\n"), inputs: output.flatMap(({ moduleIds = [] }) => moduleIds) };
}

for (const [name, bundle] of Object.entries({ esbuild: byEsbuild, vite: byVite })) {
  test(`${name}: a page with the client holds nothing of the proxy`, async () => {
    const { text, inputs } = await bundle(page);
    assert.ok(text.includes("ivy-client") && inputs.some((file) => file.endsWith("index.js")), "the client is inside");
    assert.deepEqual(proxys.filter((word) => text.includes(word)), []);
    assert.deepEqual(inputs.filter((file) => /proxy(\.browser)?\.c?js$/.test(file)), []);
  });

  test(`${name}: a page that imports the proxy gets an error instead`, async () => {
    const { text } = await bundle('import { createProxy } from "ivy-data-session/proxy";\nconsole.log(createProxy);\n');
    assert.match(text, /belongs on a server, never into a page/);
    assert.ok(text.length < 2000, `${text.length} characters`);
  });
}

test("the words are those of the proxy", async () => {
  const text = await readFile(path.join(pkg, "proxy.js"), "latin1");
  const core = await readFile(path.join(pkg, "ivy_proxy_bg.wasm"), "latin1");
  assert.deepEqual(proxys.filter((word) => !text.includes(word) && !core.includes(word)), []);
});

test("a page's bundle finds every name of the proxy, so that the error is seen", async () => {
  const hint = "export the missing names in pkg/src/proxy/browser.ts, as `refuse`";
  const exported = async (file) => (await esbuild.build({ ...inspected, entryPoints: [path.join(pkg, file)] })).metafile.outputs["out.js"].exports.sort();
  assert.deepEqual(await exported("proxy.browser.js"), await exported("proxy.js"), hint);
});

for (const entry of ["proxy.workerd.js", "proxy.edge-light.js"]) {
  test(`${entry} exports every name of the proxy, so that the same import works everywhere`, async () => {
    const hint = "export the missing names in pkg/src/proxy/edge; those that need Node refuse";
    const exported = async (file) => (await esbuild.build({ ...inspected, entryPoints: [path.join(pkg, file)] })).metafile.outputs["out.js"].exports.sort();
    assert.deepEqual(await exported(entry), await exported("proxy.js"), hint);
  });
}

test("the error is thrown when the page runs", async () => {
  await assert.rejects(import("../../pkg/proxy.browser.js"), /^Error: ivy-data-session\/proxy belongs on a server, never into a page: it holds Ivy's API key$/);
});
