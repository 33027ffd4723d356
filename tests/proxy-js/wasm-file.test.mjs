// Tests of finding the core's WebAssembly file from a script that a bundler has put elsewhere. This source has no such file next
// to it.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import "../shared/typescript.mjs";

const { readWasmFile } = await import("../../pkg/src/proxy/node/wasm-file.ts");

const original = process.cwd();

let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ivy-wasm-file-"));
  await mkdir(path.join(folder, "node_modules/ivy-data-session"), { recursive: true });
  await mkdir(path.join(folder, "server"));
});
after(async () => {
  process.chdir(original);
  await rm(folder, { recursive: true });
});

test("without the file the sentence names it and the cure", () => {
  process.chdir(folder);
  assert.throws(readWasmFile, (error) => {
    assert.equal(error.code, "misconfigured");
    assert.match(error.message, /^createProxy: ivy_proxy_bg\.wasm cannot be read \(ENOENT\); expected .*; keep ivy-data-session out of the bundle/);
    return true;
  });
});

test("the file is found in the installed package, also from a folder below it", async () => {
  await writeFile(path.join(folder, "node_modules/ivy-data-session/ivy_proxy_bg.wasm"), "bytes");
  for (const start of [folder, path.join(folder, "server")]) {
    process.chdir(start);
    assert.equal(Buffer.from(readWasmFile()).toString(), "bytes");
  }
});
