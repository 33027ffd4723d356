// Tests of every store with the same table of cases. The statements are as the core sends them.
//
// PostgreSQL is the one of IVY_TEST_DATABASE_FACE; `cargo xtask test --only proxy` starts it. `node:sqlite` is tested if
// this Node has it: newer-node.test.mjs runs this file in a Node that does.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import { neon } from "@neondatabase/serverless";
import Database from "libsql";
import pg from "pg";
import postgres from "postgres";
import { createProxy } from "../../pkg/proxy.js";
import { d1StandIn } from "./d1-stand-in.mjs";
import "../shared/typescript.mjs";
import { neonServer } from "./neon-server.mjs";
import { REQUIRED } from "./required-options.mjs";
import { testStore } from "./store-cases.mjs";
import { storeOpeners } from "./store-openers.mjs";

const { libsqlStore } = await import("../../pkg/src/proxy/stores/libsql.ts");
const { postgresStore } = await import("../../pkg/src/proxy/stores/postgres.ts");
const { sqliteStore } = await import("../../pkg/src/proxy/stores/sqlite.ts");
const { kindOf } = await import("../../pkg/src/proxy/errors/config-error.ts");

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

test("an invalid location is refused by an error that contains nothing of it except a path", async () => {
  const places = [
    [sqliteStore, [undefined, "", 5, {}, { prepare() {} }], /^sqliteStore: (missing|empty|an? \w+); expected the path of a file, or a database of /],
    [sqliteStore, [path.join(folder, "no-such-folder-secret", "x.sqlite"), folder], /^sqliteStore: cannot open \S+(x\.sqlite; no such directory|; it is a directory; expected the path of a file)$/],
    [sqliteStore, ["file:secret.sqlite", "libsql://secret.example", "https://secret.example/db"], /^sqliteStore: a string; expected the path of a file, or a database of /],
    [sqliteStore, [import.meta.filename.replace("stores.test.mjs", "ivy.mjs")].map(copied), /^sqliteStore: the file cannot be opened as a database \((26|SQLITE_NOTADB)\); expected a file of SQLite; correct the path$/],
    [postgresStore, [undefined, "", "secret.sqlite", "mysql://secret", {}], /^postgresStore: (missing|empty|an? \w+); expected a URL that begins with postgres:\/\/, or a Pool of pg$/],
  ];
  for (const [open, wrong, message] of places) {
    for (const place of wrong) assert.throws(() => open(place), { name: "IvyError", code: "misconfigured", message });
  }
  assert.deepEqual((await readdir(folder)).filter((name) => name.includes("secret")), []);
});

test("what another function takes, or none, is refused at the start by a sentence that names the right one", async () => {
  const { d1Store, neonStore, pgliteStore, postgresJsStore } = await import("../../pkg/proxy.js");
  const any = (...names) => Object.fromEntries(names.map((name) => [name, () => {}]));
  const values = {
    promise: [Promise.resolve(), "a promise", "await it first"],
    store: [sqliteStore(":memory:"), "a store", "pass it to createProxy"],
    mysqlPool: [any("query", "execute", "getConnection", "end", "format", "escape"), "a pool of MySQL", "use PostgreSQL or SQLite"],
    mysqlConnection: [any("query", "execute", "connect", "format", "escape"), "a connection of MySQL", "use PostgreSQL or SQLite"],
    session: [d1StandIn(new Database(":memory:")).withSession(), "a session of D1, which may read a replica", "pass the database itself to d1Store"],
    d1Store: [d1StandIn(new Database(":memory:")), "a database of D1", "use d1Store"],
    libsqlStore: [createClient({ url: ":memory:" }), "a client of @libsql/client", "use libsqlStore"],
    callbacks: [any("prepare", "exec", "each", "all", "run", "close"), "a database of sqlite3", "pass its path to sqliteStore"],
    sqliteStore: [new Database(":memory:"), "a database of SQLite", "use sqliteStore"],
    pgliteStore: [any("query", "exec", "transaction", "close"), "a database of PGlite", "use pgliteStore"],
    neonStore: [neon("postgres://shop:secret@db.neon.example/shop"), "neon()", "use neonStore"],
    olderNeon: [Object.assign(() => {}, any("transaction")), "neon() of a version before 1.0", "update @neondatabase/serverless, and use neonStore"],
    postgresJsStore: [postgres(url), "postgres() of postgres.js", "use postgresJsStore"],
    postgresStore: [pool, "a Pool of pg", "use postgresStore"],
  };
  const expected = {
    d1Store: [d1Store, "the binding of a D1 database, such as env.DB; name it under d1_databases in wrangler's file"],
    libsqlStore: [libsqlStore, "a client that createClient() of @libsql/client returns"],
    neonStore: [neonStore, "the function that neon() of @neondatabase/serverless 1.0 and later returns"],
    pgliteStore: [pgliteStore, "a database of @electric-sql/pglite"],
    postgresJsStore: [postgresJsStore, "the function that postgres() of the package postgres returns"],
    postgresStore: [postgresStore, "a URL that begins with postgres://, or a Pool of pg"],
    sqliteStore: [sqliteStore, "the path of a file, or a database of node:sqlite, better-sqlite3, libsql or bun:sqlite"],
    store: [(store) => createProxy({ ...REQUIRED, store }), 'a store such as sqliteStore("ivy.sqlite")'],
  };
  /** Returns the start of a message: the function, or the function and the option. */
  const start = (name, kind) => (name === "store" ? `createProxy: store is ${kind}` : `${name}: ${kind}`);
  for (const [name, [open, words]] of Object.entries(expected)) {
    for (const [kind, [value, described, advice]] of Object.entries(values)) {
      if (kind === name) continue;
      const message = `${start(name, described)}; expected ${words}; ${advice}`;
      assert.throws(() => open(value), { name: "IvyError", code: "misconfigured", message }, `${name} of ${kind}`);
    }
    const nothing = name === "store" ? [null, {}, "x", 5, () => {}] : [undefined, null, {}, 5, () => {}, class Pool {}, [], any("execute"), any("batch"), any("unsafe")];
    for (const value of nothing) assert.throws(() => open(value), { name: "IvyError", message: `${start(name, kindOf(value))}; expected ${words}` });
  }
  const urls = [
    ["postgres://shop@localhost/shop", ["sqliteStore", "d1Store", "libsqlStore", "store"], "; use postgresStore"],
    ["postgres://shop@localhost/shop", ["neonStore", "postgresJsStore", "pgliteStore"], ""],
    ["libsql://shop.turso.example", ["sqliteStore", "d1Store", "postgresStore", "store"], "; use libsqlStore with a client for the URL"],
    ["libsql://shop.turso.example", ["libsqlStore"], ""],
  ];
  for (const [place, names, advice] of urls) {
    for (const name of names) {
      const [open, words] = expected[name];
      assert.throws(() => open(place), { message: `${start(name, "a string")}; expected ${words}${advice}` });
    }
  }
  assert.throws(() => createProxy({ ...REQUIRED, store: { ...any("execute", "query", "script"), dialect: "mysql" } }), { message: 'createProxy: store.dialect is a string; expected "sqlite" or "postgres"' });
  const promised = { prepare: async () => ({}), exec: async () => {} };
  for (const database of [promised, any("prepare", "exec")]) assert.throws(() => sqliteStore(database), { message: /^sqliteStore: the database returns no rows; expected an open database of / });
  const camel = postgres(url, { transform: postgres.camel });
  assert.throws(() => postgresJsStore(camel), { message: /^postgresJsStore: transform: the names of columns are changed; expected no transform; / });
});

test("a client, or a pool, whose results cannot be used is reported by a code with its advice", async () => {
  const texts = createClient({ url: ":memory:", intMode: "string" });
  const replica = createClient({ url: ":memory:" });
  replica.sync = async () => ({ frames_synced: 0 });
  const file = path.join(folder, "taken.sqlite");
  const taken = spawn(process.execPath, ["-e", `const d = new (require("libsql"))(process.argv[1]); d.exec("BEGIN EXCLUSIVE"); console.log("taken"); process.stdin.resume()`, `${file}-lock`], { cwd: import.meta.dirname, stdio: ["pipe", "pipe", "inherit"] });
  await once(taken.stdout, "data");
  const cases = [
    [libsqlStore(texts), "int_mode"],
    [libsqlStore(replica), "replica"],
    [libsqlStore(createClient({ url: `file:${file}` })), "in_use"],
    [postgresStore({ query: async () => [[], []] }), "no_pg"],
  ];
  for (const [store, reason] of cases) {
    await assert.rejects(store.query("SELECT 1 AS one", []), { reason });
    const lines = [];
    const proxy = createProxy({ ...REQUIRED, store, log: (line) => lines.push(JSON.parse(line)) });
    await assert.rejects(proxy.hasReleased(new Request("https://shop.example/")), { code: "misconfigured" });
    const { level, message } = lines.find(({ message }) => message.includes(reason));
    assert.equal(level, "ERROR");
    assert.match(message, new RegExp(`^store: the tables cannot be made \\(${reason}\\); (expected|another) `));
    await proxy.close();
  }
  taken.stdin.end();
  await once(taken, "exit");
  const [one] = await cases[2][0].query("SELECT 1 AS one", []);
  assert.deepEqual(one, { one: 1 }, "the file is free again, and the store recovers");
  await cases[2][0].close();
});

test("a local file of @libsql/client is locked for this process, and deleted data is not in it", async () => {
  const file = path.join(folder, "local.sqlite");
  const client = createClient({ url: `file:${file}`, timeout: 100 });
  const store = libsqlStore(client);
  const marker = `marker-${"x".repeat(200)}`;
  await store.script("BEGIN IMMEDIATE; CREATE TABLE people (name TEXT NOT NULL); COMMIT");
  await store.execute("INSERT INTO people VALUES ($1)", [marker]);
  const held = await client.transaction("write");
  const waiting = store.execute("DELETE FROM people WHERE name = $1", [marker]);
  await setTimeout(300);
  await held.rollback();
  assert.equal(await waiting, 1, "a statement waits for another connection of the client");
  assert.ok(!readFileSync(file).includes("marker-"));
  assert.ok(existsSync(`${file}-lock`));
  // A separate process, since two drivers in one process do not see each other's locks.
  const attempt = `try { new (require("libsql"))(process.argv[1]).exec("BEGIN EXCLUSIVE"); console.log("free"); } catch ({ code }) { console.log(code); }`;
  const inAnother = async () => (await promisify(execFile)(process.execPath, ["-e", attempt, `${file}-lock`], { cwd: import.meta.dirname })).stdout;
  assert.equal(await inAnother(), "SQLITE_BUSY\n");
  await store.close();
  assert.equal(await inAnother(), "free\n");
  client.close();
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
