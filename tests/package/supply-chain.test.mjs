// Tests of the supply chain: the dependencies of the package and of the repository.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { installPacked, root } from "./packed.mjs";

const run = promisify(execFile);

let packed;
let installed;
before(async () => {
  packed = await installPacked();
  installed = path.join(packed.app, "node_modules/ivy-data-session");
});
after(() => packed.remove());

test("installing the package runs nothing, and brings one program and no other package", async () => {
  const manifest = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
  assert.deepEqual(manifest.bin, { "ivy-data-session": "cli.js" });
  for (const name of ["scripts", "gypfile", "dependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"]) {
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
    for (const [place, { resolved, integrity, inBundle }] of Object.entries(lock.packages)) {
      // A bundled package is part of its parent's archive, whose hash covers it.
      if (place === "" || inBundle) continue;
      // Without a URL a package comes from the configured npm registry, and the hash identifies its bytes.
      const renew = "run `npm install --package-lock-only --omit-lockfile-registry-resolved` in its folder";
      assert.equal(resolved, undefined, `${file}: the lock file has a URL for ${place}; ${renew}`);
      assert.match(integrity ?? "", /^sha512-/, `${file}: ${place}`);
      checked++;
    }
  }
  assert.ok(checked > 500, `${checked} locked packages`);
});
