// Tests the packed package in a browser under a strict policy: in a plain module script, and in a Vite build.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { build } from "vite";
import { installPacked, openPage, runNode, serve, strictPolicy, writeFiles } from "./packed.mjs";

const html = (script) => `<!doctype html><title>app</title><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;
const page = (from) => `
  import * as ivy from "${from}";
  import { probe } from "./probe.mjs";
  globalThis.result = await probe(ivy).catch((error) => ({ code: error.code, name: error.name }));`;

let packed;
let expected;
before(async () => {
  packed = await installPacked();
  await writeFiles(
    packed.app,
    {
      "index.html": html("./bundled.js"),
      "bundled.js": page("ivy-data-session"),
      "plain.html": html("./plain.js"),
      "plain.js": page("./node_modules/ivy-data-session/index.js"),
      "inline.html": html("./inline.js"),
      "inline.js": page("./node_modules/ivy-data-session/inline.js"),
      "node.mjs": `${page("ivy-data-session")} console.log(JSON.stringify(globalThis.result));`,
    },
    ["probe.mjs"],
  );
  expected = await runNode(packed.app, "node.mjs");
  assert.deepEqual(expected.refusals, []);
});
after(() => packed.remove());

async function open(folder, name, policy) {
  const server = await serve(folder, policy);
  try {
    return await openPage(`${server.url}/${name}`);
  } finally {
    server.close();
  }
}

for (const name of ["plain", "inline"]) {
  test(`a plain module script (${name}) under the strict policy`, async () => {
    const { result, requests, problems } = await open(packed.app, `${name}.html`, `${strictPolicy}; img-src data:`);
    assert.deepEqual(problems, []);
    assert.deepEqual(result, expected);
    assert.equal(requests.filter((url) => url.endsWith(".wasm")).length, name === "plain" ? 1 : 0);
  });

  test(`a policy without 'wasm-unsafe-eval' (${name}) ends in wasm_blocked`, async () => {
    const policy = strictPolicy.replace(" 'wasm-unsafe-eval'", "");
    const { result } = await open(packed.app, `${name}.html`, policy);
    assert.deepEqual(result, { code: "wasm_blocked", name: "IvyError" });
  });
}

test("a Vite build, with nothing configured", async () => {
  const dist = path.join(packed.app, "dist");
  await build({ root: packed.app, logLevel: "error", build: { target: "es2022" } });
  const assets = await readdir(path.join(dist, "assets"));
  assert.equal(assets.filter((file) => file.endsWith(".wasm")).length, 1, assets.join());
  const { result, problems } = await open(dist, "", `${strictPolicy}; img-src data:`);
  assert.deepEqual(problems, []);
  assert.deepEqual(result, expected);
});
