// What comes with the package, and what the package's own files are known by.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { installPacked, openPage, root, serve, strictPolicy, writeFiles } from "./packed.mjs";

const run = promisify(execFile);

let packed;
let installed;
before(async () => {
  packed = await installPacked();
  installed = path.join(packed.app, "node_modules/ivy-data-session");
});
after(() => packed.remove());

test("installing the package runs nothing and brings nothing else", async () => {
  const manifest = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
  for (const name of ["scripts", "bin", "gypfile", "dependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"]) {
    assert.equal(manifest[name], undefined, name);
  }
  const peers = Object.keys(manifest.peerDependencies ?? {});
  assert.deepEqual(peers.filter((name) => manifest.peerDependenciesMeta?.[name]?.optional !== true), []);
  assert.deepEqual(packed.files.filter((file) => /\.(node|gyp|sh|exe)$/.test(file)), []);
});

test("every npm dependency of this repository is locked by its hash", async () => {
  const { stdout } = await run("git", ["ls-files", "*package.json"], { cwd: root });
  const manifests = stdout.split("\n").filter((file) => file !== "" && file !== "pkg/package.json");
  let checked = 0;
  for (const file of manifests) {
    const { dependencies, devDependencies } = JSON.parse(await readFile(path.join(root, file), "utf8"));
    const names = Object.keys({ ...dependencies, ...devDependencies });
    if (names.length === 0) continue;
    const lock = JSON.parse(await readFile(path.join(root, path.dirname(file), "package-lock.json"), "utf8"));
    for (const name of names) assert.ok(lock.packages[`node_modules/${name}`], `${file}: ${name} is not locked`);
    for (const [place, { resolved, integrity }] of Object.entries(lock.packages)) {
      if (place === "") continue;
      // Without an address it comes from the npm registry or its mirror, and the hash says which bytes.
      assert.equal(resolved, undefined, `${file}: ${place} comes from elsewhere`);
      assert.match(integrity ?? "", /^sha512-/, `${file}: ${place}`);
      checked++;
    }
  }
  assert.ok(checked > 500, `${checked} locked packages`);
});

/** The files' hashes by the command that SECURITY.md gives. */
async function hashOf(file) {
  const text = await readFile(path.join(root, "SECURITY.md"), "utf8");
  const [, command] = text.match(/^(node -p .*sha384.*) index\.js$/m) ?? assert.fail("SECURITY.md gives no command");
  const { stdout } = await run("sh", ["-c", `${command} ${file}`], { cwd: installed });
  return stdout.trim();
}

test("the hashes that SECURITY.md tells how to get are those that a browser checks", async () => {
  const [script, wasm] = [await hashOf("index.js"), await hashOf("ivy_data_session_bg.wasm")];
  const bytes = await readFile(path.join(installed, "index.js"));
  assert.equal(script, `sha384-${createHash("sha384").update(bytes).digest("base64")}`);

  const wrong = `sha384-${createHash("sha384").update("another file").digest("base64")}`;
  const from = "/node_modules/ivy-data-session";
  const html = (integrity, app) =>
    `<!doctype html><title>app</title><link rel="icon" href="data:,"><script type="module" src="${from}/index.js" integrity="${integrity}"></script><script type="module" src="${app}"></script>`;
  const app = (integrity) => `
    const load = async () => {
      const { init, maskIban } = await import("${from}/index.js");
      await init(fetch("${from}/ivy_data_session_bg.wasm", { integrity: "${integrity}" }));
      return maskIban("DE89370400440532013000").slice(0, 2);
    };
    globalThis.result = await load().catch((error) => error.code ?? error.name);`;
  await writeFiles(packed.app, {
    "right.js": app(wasm),
    "wrong.js": app(wrong),
    "right.html": html(script, "right.js"),
    "wrong-script.html": html(wrong, "right.js"),
    "wrong-wasm.html": html(script, "wrong.js"),
  });
  const server = await serve(packed.app, `${strictPolicy}; img-src data:`);
  try {
    const results = {};
    for (const name of ["right", "wrong-script", "wrong-wasm"]) {
      results[name] = (await openPage(`${server.url}/${name}.html`)).result;
    }
    assert.deepEqual(results, { right: "DE", "wrong-script": "TypeError", "wrong-wasm": "load_failed" });
  } finally {
    server.close();
  }
});
