// Tests of every store with the same table of cases. The statements are as the core sends them.
//
// PostgreSQL is the one of IVY_TEST_DATABASE_FACE; `cargo xtask test --only proxy` starts it. `node:sqlite` is tested if
// this Node has it: newer-node.test.mjs runs this file in a Node that does.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import Database from "libsql";
import pg from "pg";
import "../shared/typescript.mjs";
import { neonServer } from "./neon-server.mjs";
import { testStore } from "./store-cases.mjs";
import { storeOpeners } from "./store-openers.mjs";

const { postgresStore } = await import("../../pkg/src/proxy/stores/postgres.ts");
const { sqliteStore } = await import("../../pkg/src/proxy/stores/sqlite.ts");

const url = process.env.IVY_TEST_DATABASE_FACE;
assert.ok(url, "IVY_TEST_DATABASE_FACE: expected the URL of a PostgreSQL in which tables can be made; `cargo xtask test --only proxy` starts one");

const folder = await mkdtemp(path.join(tmpdir(), "ivy-stores-"));
after(() => rm(folder, { recursive: true, force: true }));

const pool = new pg.Pool({ connectionString: url });
after(() => pool.end());

const neonProxy = await neonServer(url);
const { openers, closeAll } = storeOpeners({ folder, url, neonUrl: neonProxy.url });
after(async () => {
  await closeAll();
  await neonProxy.close();
});

for (const [name, open] of Object.entries(openers)) {
  describe(name, () => testStore({ name, open, test, before, after }));
}

test("a path is opened so that neither a killed process nor a power cut takes back what was acknowledged", async () => {
  const store = sqliteStore(path.join(folder, "setup.sqlite"));
  const pragma = async (name) => Object.values((await store.query(`PRAGMA ${name}`, []))[0])[0];
  assert.deepEqual([await pragma("journal_mode"), await pragma("synchronous"), await pragma("busy_timeout")], ["wal", 2, 5000]);
  await store.close();
});

test("a passed database stays open, and one that the store opened is closed", async () => {
  const database = new Database(":memory:");
  const given = sqliteStore(database);
  await given.close();
  assert.equal(database.prepare("SELECT 1 AS one").all().length, 1);
  const opened = postgresStore(url);
  await opened.query("SELECT 1 AS one", []);
  await opened.close();
  await assert.rejects(opened.query("SELECT 1 AS one", []), { fault: "io" });
});

test("a PostgreSQL that closes its connections fails one request at most, and not the process", async () => {
  const store = postgresStore(url);
  const [{ pid }] = await store.query("SELECT pg_backend_pid() AS pid", []);
  await pool.query("SELECT pg_terminate_backend($1)", [pid]);
  await store.query("SELECT 1 AS one", []).catch(() => {});
  assert.deepEqual(await store.query("SELECT 1 AS one", []), [{ one: 1 }]);
  await store.close();
});

/** Copies a file that is no database to a separate path, because a store changes the permissions of its file. */
function copied(file) {
  const copy = path.join(folder, "no-database.txt");
  copyFileSync(file, copy);
  return copy;
}

test("an invalid location is refused by an error that does not contain it", async () => {
  const places = [
    [sqliteStore, [undefined, "", 5, {}, { prepare() {} }], /^sqliteStore: expected the path of a file, or a database of /],
    [sqliteStore, [path.join(folder, "no-such-folder-secret", "x.sqlite"), folder], /^sqliteStore: the file cannot be opened as a database \((ENOENT\); expected a file in a folder that exists and can be written; create the folder, or correct the path|EISDIR\))$/],
    [sqliteStore, ["file:secret.sqlite", "libsql://secret.example", "https://secret.example/db"], /^sqliteStore: expected the path of a file, or a database of /],
    [sqliteStore, [import.meta.filename.replace("stores.test.mjs", "ivy.mjs")].map(copied), /^sqliteStore: the file cannot be opened as a database \((26|SQLITE_NOTADB)\); expected a file of SQLite; correct the path$/],
    [postgresStore, [undefined, "", "secret.sqlite", "mysql://secret", {}], /^postgresStore: expected a URL that begins with postgres:\/\/, or a Pool of pg$/],
  ];
  for (const [open, wrong, message] of places) {
    for (const place of wrong) assert.throws(() => open(place), { name: "IvyError", code: "misconfigured", message });
  }
  assert.deepEqual((await readdir(folder)).filter((name) => name.includes("secret")), []);
});

test("a database, a table and a right that are missing can be told apart", async () => {
  const name = new URL(url);
  const missing = postgresStore(Object.assign(new URL(url), { pathname: "/no_such_database" }).href);
  await assert.rejects(missing.query("SELECT 1 AS one", []), { fault: "refused by the database", reason: "3D000" });
  await missing.close();
  const store = postgresStore(name.href);
  await assert.rejects(store.query("SELECT * FROM no_such_table", []), { reason: "42P01" });
  await assert.rejects(store.query("SELECT * FROM pg_authid WHERE 1 = $1 FOR UPDATE", ["no number"]), { reason: "22P02" });
  await store.close();
  const nobody = postgresStore("postgres://nobody@127.0.0.1:1/none");
  await assert.rejects(nobody.query("SELECT 1 AS one", []), { fault: "io", reason: "ECONNREFUSED" });
  await nobody.close();
});

test("without a store the sessions are kept in an SQLite file in the working directory", async () => {
  const start = `
    import { createProxy } from ${JSON.stringify(new URL("../../pkg/proxy.js", import.meta.url).href)};
    const proxy = createProxy({
      apiKey: "made-for-tests",
      apiUrl: "http://127.0.0.1:9",
      webhookSecret: "made-for-tests-too",
      tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=",
      origins: ["https://shop.example"],
      identify: () => ({ customerId: "cus_ada" }),
    });
    console.log(await proxy.hasReleased(new Request("https://shop.example/")));
    await proxy.close();`;
  // Pass a file name: the driver is looked up relative to the server's program.
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", start, import.meta.filename], { cwd: folder });
  assert.equal(stdout, "false\n");
  assert.ok((await readdir(folder)).includes("ivy.sqlite"));
});
