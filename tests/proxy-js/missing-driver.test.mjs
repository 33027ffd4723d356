// Tests of drivers that are looked up at run time, as in the output of a build that copies only imported packages.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));

let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ivy-driver-"));
  await mkdir(path.join(folder, "server/chunks"), { recursive: true });
  for (const file of ["proxy.js", "proxy.cjs"]) await cp(path.join(pkg, file), path.join(folder, "server/chunks", file));
  await writeFile(path.join(folder, "server/chunks/package.json"), '{ "type": "module" }');
});
after(() => rm(folder, { recursive: true, force: true }));

/** Opens a store with a copy of the package. The process is started elsewhere, by another program. */
async function open(call, file = "proxy.js") {
  const program = `import * as proxy from ${JSON.stringify(path.join(folder, "server/chunks", file))};
    try { ${call}; console.log("found"); } catch ({ code, message }) { console.log(code + " " + message); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: tmpdir() });
  return stdout.trim();
}

const postgres = 'proxy.postgresStore("postgres://127.0.0.1:1/none")';

test("a driver that is not there is named with what to do", async () => {
  for (const file of ["proxy.js", "proxy.cjs"]) {
    assert.match(await open(postgres, file), /^misconfigured postgresStore: pg not found; expected it .*; install pg; .* import "pg" .*serverExternalPackages, or hand over a Pool$/);
  }
  const sqlite = await open('proxy.sqliteStore(":memory:")');
  if (isBuiltin("node:sqlite")) assert.equal(sqlite, "found");
  else assert.match(sqlite, /^misconfigured sqliteStore: no driver found, .*; install better-sqlite3 or libsql; .* import "better-sqlite3" .* or hand over a database$/);
});

test("a driver beside the program is found, wherever the process was started", async () => {
  const pg = path.join(folder, "server/node_modules/pg");
  await mkdir(pg, { recursive: true });
  await writeFile(path.join(pg, "index.js"), "exports.Pool = class { on() {} };");
  for (const file of ["proxy.js", "proxy.cjs"]) assert.equal(await open(postgres, file), "found");
});
