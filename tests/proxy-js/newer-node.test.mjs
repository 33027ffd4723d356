// Runs the other tests of this folder in a Node that has `node:sqlite`, with a separate PostgreSQL database.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { isBuiltin } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";

const folder = fileURLToPath(new URL(".", import.meta.url));
const newer = path.join(folder, "../../node_modules/node-22/bin/node");
const url = process.env.IVY_TEST_DATABASE_FACE;
assert.ok(url, "IVY_TEST_DATABASE_FACE: expected the URL of a PostgreSQL in which databases can be made; `cargo xtask test --only proxy` starts one");

test("every test of this folder passes in a Node with node:sqlite", async () => {
  // Use the present Node if it has the module.
  const program = isBuiltin("node:sqlite") ? process.execPath : newer;
  const files = (await readdir(folder)).filter((name) => name.endsWith(".test.mjs") && name !== path.basename(fileURLToPath(import.meta.url)));
  const pool = new pg.Pool({ connectionString: url });
  const { NODE_TEST_CONTEXT, ...environment } = process.env;
  await pool.query("DROP DATABASE IF EXISTS newer_node");
  await pool.query("CREATE DATABASE newer_node");
  try {
    const env = { ...environment, IVY_TEST_DATABASE_FACE: Object.assign(new URL(url), { pathname: "/newer_node" }).href };
    const { stdout } = await promisify(execFile)(program, ["--test", "--test-reporter=tap", ...files], { cwd: folder, env, maxBuffer: 2 ** 26 });
    assert.match(stdout, /^# fail 0$/m);
    assert.ok(Number(/^# pass (\d+)$/m.exec(stdout)[1]) > 100, stdout.slice(-300));
    assert.match(stdout, /a database of node:sqlite/);
  } finally {
    await pool.query("DROP DATABASE newer_node");
    await pool.end();
  }
});
