// Tests of SQLite's files: their permissions, the removal of deleted data, and the lock against other processes.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import Database from "libsql";
import "../shared/typescript.mjs";

const { sqliteStore } = await import("../../pkg/src/proxy/stores/sqlite.ts");

const folder = await mkdtemp(path.join(tmpdir(), "ivy-files-"));
after(() => rm(folder, { recursive: true, force: true }));

const rights = (file) => (fs.statSync(file).mode & 0o777).toString(8);

/** Returns the files of a database with their permissions. */
const files = (file) => {
  const names = fs.readdirSync(path.dirname(file)).filter((name) => name.startsWith(path.basename(file)));
  return Object.fromEntries(names.map((name) => [name.slice(path.basename(file).length), rights(path.join(path.dirname(file), name))]));
};

const TABLE = "CREATE TABLE people (name TEXT NOT NULL PRIMARY KEY, visits BIGINT NOT NULL)";
const REFUSAL = "sqliteStore: another process uses this file; expected one process for SQLite; use PostgreSQL for more than one";

test("a new file and its side files are readable by their owner alone", async () => {
  const umask = process.umask(0);
  try {
    const file = path.join(folder, "new.sqlite");
    const store = sqliteStore(file);
    await store.script(TABLE);
    await store.execute("INSERT INTO people VALUES ($1, 1)", ["ada"]);
    const found = files(file);
    assert.deepEqual(["", "-wal", "-shm", "-lock"].filter((name) => !(name in found)), [], "SQLite has its side files");
    assert.deepEqual([...new Set(Object.values(found))], ["600"], JSON.stringify(found));
    await store.close();
  } finally {
    process.umask(umask);
  }
});

test("files that others may read are narrowed, before anything is written to them", async () => {
  const file = path.join(folder, "old.sqlite");
  // Create the files that the first version leaves when its process is killed.
  const old = new Database(file);
  old.exec("PRAGMA journal_mode = WAL");
  old.exec(TABLE);
  for (const name of ["", "-wal", "-shm"]) fs.chmodSync(file + name, 0o666);
  const store = sqliteStore(file);
  assert.deepEqual([...new Set(Object.values(files(file)))], ["600"], JSON.stringify(files(file)));
  await store.close();
  old.close();
});

test("deleted data is not in the files", async () => {
  const file = path.join(folder, "deleted.sqlite");
  const store = sqliteStore(file);
  await store.script(TABLE);
  const name = `marker-${"x".repeat(200)}`;
  await store.execute("INSERT INTO people VALUES ($1, 1)", [name]);
  await store.query("PRAGMA wal_checkpoint(TRUNCATE)", []);
  assert.ok(fs.readFileSync(file).includes(name), "it was in the file");
  await store.execute("DELETE FROM people WHERE name = $1", [name]);
  await store.query("PRAGMA wal_checkpoint(TRUNCATE)", []);
  for (const ending of Object.keys(files(file))) assert.ok(!fs.readFileSync(file + ending).includes("marker-"), ending);
  await store.close();
});

/** Runs a program that opens a store in a separate process. Returns its first line. */
async function inOtherProcess(file, program) {
  const url = new URL("../../pkg/src/proxy/stores/sqlite.ts", import.meta.url).href;
  const text = `import { sqliteStore } from ${JSON.stringify(url)};
    try {
      const store = sqliteStore(${JSON.stringify(file)});
      ${program}
    } catch (error) {
      console.log(error.message);
    }`;
  const loader = new URL("../shared/typescript.mjs", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", loader, "--input-type=module", "--eval", text, import.meta.filename], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { child, line: String(line).trim() };
}

const HOLD = 'console.log("open"); await store.query("SELECT 1 AS one", []); process.stdin.resume();';

test("a second process is refused by an error, and the first continues", async () => {
  const file = path.join(folder, "one.sqlite");
  const store = sqliteStore(file);
  assert.equal((await inOtherProcess(file, HOLD)).line, REFUSAL);
  assert.deepEqual(await store.query("SELECT 1 AS one", []), [{ one: 1 }]);
  await store.close();
  const second = await inOtherProcess(file, HOLD);
  assert.equal(second.line, "open", "the first has closed it");
  assert.throws(() => sqliteStore(file), { name: "IvyError", code: "misconfigured", message: REFUSAL });
  second.child.kill();
  await once(second.child, "exit");
});

/** Locks a file in a separate process, since two drivers in one process do not see each other's locks. Returns the process. */
async function locked(file, mode) {
  const program = `
    const database = new (require("libsql"))(${JSON.stringify(file)});
    database.exec("BEGIN ${mode}");
    console.log("locked");
    process.stdin.on("end", () => database.exec("COMMIT")).resume();`;
  const child = spawn(process.execPath, ["-e", program], { cwd: import.meta.dirname, stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

test("an opening store waits while another connection holds a lock, and does not stop the event loop", async () => {
  for (const mode of ["IMMEDIATE", "EXCLUSIVE"]) {
    const file = path.join(folder, `busy-${mode}.sqlite`);
    const other = await locked(file, mode);
    // This thread releases the lock, so a start that waits for it here would never end.
    const store = sqliteStore(file);
    let isOver = false;
    const written = store.script(TABLE).finally(() => (isOver = true));
    await setTimeout(300);
    assert.equal(isOver, false);
    other.stdin.end();
    await written;
    assert.equal((await store.query("PRAGMA journal_mode", []))[0].journal_mode, "wal");
    await store.close();
  }
});

test("a file by another name is the same file", async () => {
  const file = path.join(folder, "named.sqlite");
  const store = sqliteStore(file);
  const link = path.join(folder, "link.sqlite");
  fs.symlinkSync(file, link);
  for (const other of [link, path.relative(process.cwd(), file)]) assert.equal((await inOtherProcess(other, HOLD)).line, REFUSAL, other);
  await store.close();
});

test("a process that is killed leaves the file to the next one", async () => {
  const file = path.join(folder, "killed.sqlite");
  const first = await inOtherProcess(file, HOLD);
  assert.equal(first.line, "open");
  assert.throws(() => sqliteStore(file), { message: REFUSAL });
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  const store = sqliteStore(file);
  assert.deepEqual(await store.query("SELECT 1 AS one", []), [{ one: 1 }]);
  await store.close();
});

test("stores of one process share a file until the last one is closed", async () => {
  const file = path.join(folder, "shared.sqlite");
  const stores = [sqliteStore(file), sqliteStore(file), sqliteStore(file)];
  await stores[0].script(TABLE);
  await Promise.all(stores.map((store, index) => store.execute("INSERT INTO people VALUES ($1, 1)", [`p${index}`])));
  await stores[0].close();
  await stores[0].close();
  await stores[1].close();
  assert.equal((await inOtherProcess(file, HOLD)).line, REFUSAL);
  assert.equal((await stores[2].query("SELECT COUNT(*) AS found FROM people", []))[0].found, 3);
  await stores[2].close();
  const next = await inOtherProcess(file, HOLD);
  assert.equal(next.line, "open");
  next.child.kill();
});

test("a copy of this module shares the locks of the process, as after a hot reload", async () => {
  const file = path.join(folder, "reloaded.sqlite");
  const store = sqliteStore(file);
  const copy = await import("../../pkg/src/proxy/stores/sqlite-file.ts?copy");
  const release = copy.lock(file, () => assert.fail("it opens no second lock"));
  release();
  assert.equal((await inOtherProcess(file, HOLD)).line, REFUSAL);
  await store.close();
});

test("databases in memory need no lock and leave no file", async () => {
  const before = fs.readdirSync(process.cwd());
  const stores = [sqliteStore(":memory:"), sqliteStore(":memory:")];
  await stores[0].script(TABLE);
  await assert.rejects(stores[1].query("SELECT * FROM people", []), { fault: "refused by the database" });
  for (const store of stores) await store.close();
  assert.deepEqual(fs.readdirSync(process.cwd()), before);
});

/** Returns a database of each available driver. */
const drivers = { "better-sqlite3's form": (file) => new Database(file) };
if (isBuiltin("node:sqlite")) {
  const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite");
  drivers["node:sqlite"] = (file) => new DatabaseSync(file);
}
for (const [name, open] of Object.entries(drivers)) {
  describe(`a database that the shop has opened, of ${name}`, () => {
    test("is locked for this process, too", async () => {
      const file = path.join(folder, `given-${name.length}.sqlite`);
      const database = open(file);
      const store = sqliteStore(database);
      assert.equal((await inOtherProcess(file, HOLD)).line, REFUSAL);
      assert.equal(database.prepare("PRAGMA secure_delete").all()[0].secure_delete, 1);
      await store.close();
      const next = await inOtherProcess(file, HOLD);
      assert.equal(next.line, "open");
      next.child.kill();
      database.close();
    });
  });
}

test("the process ends though a store is open, and not before a statement has ended", async () => {
  const file = path.join(folder, "ends.sqlite");
  const { child, line } = await inOtherProcess(
    file,
    `await store.script(${JSON.stringify(TABLE)});
     store.execute("INSERT INTO people VALUES ($1, 1)", ["ada"]).then((changed) => console.log(changed));`,
  );
  if (child.exitCode === null) await once(child, "exit");
  assert.deepEqual([line, child.exitCode], ["1", 0]);
});
