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

const { postgresStore } = await import("../../pkg/src/proxy/stores/postgres.ts");
const { sqliteStore } = await import("../../pkg/src/proxy/stores/sqlite.ts");

const url = process.env.IVY_TEST_DATABASE_FACE;
assert.ok(url, "IVY_TEST_DATABASE_FACE: expected the URL of a PostgreSQL in which tables can be made; `cargo xtask test --only proxy` starts one");

const folder = await mkdtemp(path.join(tmpdir(), "ivy-stores-"));
after(() => rm(folder, { recursive: true, force: true }));

const pool = new pg.Pool({ connectionString: url });
after(() => pool.end());

/**
 * Opens each store by its name, which begins with the dialect. Opened twice, they are two proxies over one database, or in
 * one process.
 */
const stores = {
  "sqlite by its path": () => sqliteStore(path.join(folder, "path.sqlite")),
  "sqlite by a database of better-sqlite3's form": () => sqliteStore(new Database(path.join(folder, "object.sqlite"))),
  "postgres by its URL": () => postgresStore(url),
  "postgres by a pool": () => postgresStore(pool),
};
if (isBuiltin("node:sqlite")) {
  const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite");
  stores["sqlite by a database of node:sqlite"] = () => sqliteStore(new DatabaseSync(path.join(folder, "node.sqlite")));
}

const TABLES = `
  DROP TABLE IF EXISTS face_sessions;
  CREATE TABLE face_sessions (reference_id TEXT NOT NULL PRIMARY KEY, key_mark TEXT UNIQUE, owner TEXT, state TEXT, created_at BIGINT, presented_at BIGINT);
  CREATE INDEX face_owner ON face_sessions (owner)`;
const CLAIM = "INSERT INTO face_sessions (reference_id, key_mark, state, created_at) VALUES ($1, $2, 'asking', $3) ON CONFLICT DO NOTHING";

for (const [name, open] of Object.entries(stores)) {
  describe(name, () => {
    let one;
    let other;
    before(async () => {
      [one, other] = [open(), open()];
      await one.script(TABLES);
    });
    after(async () => {
      await one.close();
      await other.close();
    });
    const row = async (reference) => (await one.query("SELECT * FROM face_sessions WHERE reference_id = $1", [reference]))[0];

    test("says whose SQL it takes", () => assert.equal(one.dialect, name.split(" ")[0], "the name of a row begins with its dialect"));

    test("a value that is used twice is bound at each position, in the order of its number", async () => {
      const adopt = "INSERT INTO face_sessions (reference_id, key_mark, owner, state, created_at, presented_at) VALUES ($1, $2, $3, 'adopted', $4, $4)";
      assert.equal(await one.execute(adopt, ["twice", "k-twice", "customer:ada", 1_700_000_000]), 1);
      const found = { reference_id: "twice", key_mark: "k-twice", owner: "customer:ada", state: "adopted", created_at: 1_700_000_000, presented_at: 1_700_000_000 };
      assert.deepEqual({ ...(await row("twice")) }, found);
      assert.equal(await one.execute("UPDATE face_sessions SET owner = $2 WHERE reference_id = $1", ["twice", "customer:ben"]), 1);
      assert.equal((await row("twice")).owner, "customer:ben");
    });

    test("whole numbers are numbers, from 32 bits on too, and compared as such", async () => {
      const large = 2 ** 53 - 1;
      await one.execute("INSERT INTO face_sessions (reference_id, created_at, presented_at) VALUES ($1, $2, $3)", ["large", large, -1]);
      const { created_at, presented_at, owner } = await row("large");
      assert.deepEqual([created_at, presented_at, owner], [large, -1, null]);
      const count = async (least) => (await one.query("SELECT COUNT(*) AS found FROM face_sessions WHERE created_at >= $1", [least]))[0].found;
      assert.deepEqual([await count(large), await count(large - 1)], [1, 1]);
      await one.execute("INSERT INTO face_sessions (reference_id, created_at) VALUES ($1, 9007199254740993)", ["larger"]);
      await assert.rejects(row("larger"), { fault: /^(other|refused by the database)$/ }, "a number that cannot be held is not rounded");
    });

    test("texts come back as they were, those of other scripts and of SQL too", async () => {
      for (const [index, text] of ["", "Zoë 🏦 \u0001", "'; DROP TABLE face_sessions; --", "$1 ? :a", "x".repeat(100_000)].entries()) {
        await one.execute("INSERT INTO face_sessions (reference_id, owner) VALUES ($1, $2)", [`text-${index}`, text]);
        assert.equal((await row(`text-${index}`)).owner, text);
      }
    });

    test("a text with a NUL, and an unsupported value, is refused and not cut", async () => {
      for (const value of ["a\0b", undefined, 1.5, NaN, 2 ** 53, 5n, true, {}]) {
        await assert.rejects(one.execute(CLAIM, [value, null, 1]), { fault: "refused by the database" });
        await assert.rejects(one.query("SELECT 1 AS found FROM face_sessions WHERE reference_id = $1", [value]), { fault: "refused by the database" });
      }
      assert.equal(await row("a"), undefined);
    });

    test("of many that claim the same key at once, by two proxies, one has it", async () => {
      const claims = Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).execute(CLAIM, [`claim-${index}`, "k-claim", index]));
      const changed = await Promise.all(claims);
      assert.deepEqual(changed.sort(), [...Array(39).fill(0), 1]);
      const releases = Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).execute("DELETE FROM face_sessions WHERE key_mark = $1", ["k-claim"]));
      assert.equal((await Promise.all(releases)).reduce((sum, count) => sum + count), 1);
    });

    test("the number of rows is that of the rows that were changed", async () => {
      for (const reference of ["m-1", "m-2", "m-3"]) await one.execute("INSERT INTO face_sessions (reference_id, owner, created_at) VALUES ($1, $2, 5)", [reference, "customer:many"]);
      const change = (owner) => one.execute("UPDATE face_sessions SET state = 'forgotten' WHERE owner = $1", [owner]);
      assert.deepEqual([await change("customer:many"), await change("customer:nobody")], [3, 0]);
      assert.deepEqual(await one.query("SELECT 1 AS found FROM face_sessions WHERE owner = $1", ["customer:nobody"]), []);
      assert.equal((await one.query("SELECT reference_id FROM face_sessions WHERE owner = $1", ["customer:many"])).length, 3);
    });

    test("an insert that becomes an update returns its row, by a query", async () => {
      const count = `INSERT INTO face_sessions (reference_id, created_at) VALUES ($1, $2)
        ON CONFLICT (reference_id) DO UPDATE SET created_at = face_sessions.created_at + $2 RETURNING created_at, owner`;
      assert.deepEqual(await one.query(count, ["counted", 5]), [{ created_at: 5, owner: null }]);
      assert.deepEqual(await other.query(count, ["counted", 7]), [{ created_at: 12, owner: null }]);
      assert.equal(await one.execute(count, ["counted", 1]), 1);
      assert.equal((await row("counted")).created_at, 13);
      const many = await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).query(count, ["counted-together", 1])));
      assert.deepEqual(many.map(([{ created_at }]) => created_at).sort((a, b) => a - b), Array.from({ length: 40 }, (_, index) => index + 1));
    });

    test("a script that fails within its transaction leaves nothing behind", async () => {
      // In PostgreSQL a script is automatically one transaction.
      const script = (...lines) => (one.dialect === "sqlite" ? ["BEGIN", ...lines, "COMMIT"] : lines).join(";\n");
      const insert = (reference) => `INSERT INTO face_sessions (reference_id) VALUES ('${reference}')`;
      await assert.rejects(one.script(script(insert("script-1"), insert("script-1"))), { fault: "unique violation" });
      for (const store of [one, other]) assert.equal((await store.query("SELECT * FROM face_sessions WHERE reference_id = 'script-1'", [])).length, 0);
      await one.script(script(insert("script-2")));
      assert.ok(await row("script-2"), "the next one is not within the one that failed");
    });

    test("the database is cleaned up by ordinary statements, and what was read before goes on", async () => {
      const before = await one.query("SELECT COUNT(*) AS found FROM face_sessions", []);
      if (one.dialect === "sqlite") {
        await other.query("SELECT COUNT(*) AS found FROM face_sessions", []);
        const [checkpoint] = await one.query("PRAGMA wal_checkpoint(TRUNCATE)", []);
        assert.equal(checkpoint.busy, 0);
        await one.execute("PRAGMA wal_checkpoint(TRUNCATE)", []);
        assert.equal((await one.query("PRAGMA secure_delete", []))[0].secure_delete, 1);
        assert.deepEqual(await other.query("VACUUM", []), []);
      }
      await one.execute("VACUUM", []);
      for (const store of [one, other]) assert.deepEqual(await store.query("SELECT COUNT(*) AS found FROM face_sessions", []), before);
    });

    test("a refusal of the database is reported by a code, never by its own text", async () => {
      const insert = "INSERT INTO face_sessions (reference_id, owner) VALUES ($1, $2)";
      await one.execute(insert, ["secret-reference", "customer:ada"]);
      const faults = [
        [() => one.execute(insert, ["secret-reference", "customer:ada"]), "unique violation"],
        [() => one.execute("INSERT INTO face_sessions (owner) VALUES ($1)", ["secret-owner"]), "refused by the database"],
        [() => one.query("SELECT secret_column FROM face_sessions WHERE owner = $1", ["secret-owner"]), "refused by the database"],
        [() => one.script("SELECT secret_column FROM face_sessions"), "refused by the database"],
      ];
      for (const [ask, fault] of faults) {
        await assert.rejects(ask(), (error) => {
          assert.equal(error.fault, fault);
          assert.match(error.reason, /^(\d{1,4}|[0-9A-Z]{5}|SQLITE_[A-Z_]+)$/, "the database's own code");
          assert.ok(!/secret/.test(`${error.stack} ${JSON.stringify(error)}`), error.stack);
          return true;
        });
      }
      assert.equal((await row("secret-reference")).owner, "customer:ada", "the store goes on after a fault");
    });
  });
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
