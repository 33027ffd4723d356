// Tests that SQLite never blocks the event loop, neither by another connection's lock nor by a long statement.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import libsql from "libsql";
import "../shared/typescript.mjs";

const { sqliteStore } = await import("../../pkg/src/proxy/stores/sqlite.ts");

const folder = await mkdtemp(path.join(tmpdir(), "ivy-loop-"));
after(() => rm(folder, { recursive: true, force: true }));

/**
 * The driver of the store. Two copies of SQLite in one process do not see each other's locks, so the tests use the same one.
 */
const Database = isBuiltin("node:sqlite") ? createRequire(import.meta.url)("node:sqlite").DatabaseSync : libsql;

/** The longest time for which the event loop may be blocked, in milliseconds. */
const LONGEST_BLOCK = 200;

/**
 * Runs a function and returns the event loop's delay meanwhile, in milliseconds: the 98th percentile, without single
 * outliers.
 */
async function blockedTime(act) {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  // The histogram starts at its first tick and records a delay when it is over, so wait before and after.
  await wait(100);
  await act();
  await wait(100);
  histogram.disable();
  return histogram.percentile(98) / 1e6;
}

/** Compares the delay with that of an idle run, because a busy machine delays both. */
async function expectUnblocked(act) {
  const idle = await blockedTime(() => wait(2000));
  const busy = await blockedTime(act);
  assert.ok(busy < idle + LONGEST_BLOCK, `the event loop stood still for ${busy} ms, and for ${idle} ms in an idle run`);
}

const TABLE = "CREATE TABLE people (name TEXT NOT NULL PRIMARY KEY)";
const INSERT = "INSERT INTO people VALUES ($1)";

const stores = {
  "a store by its path": (file) => sqliteStore(file),
  "a store by a database": (file) => {
    const database = new Database(file);
    database.exec("PRAGMA busy_timeout = 5000");
    return sqliteStore(database);
  },
};
for (const [name, open] of Object.entries(stores)) {
  test(`${name} waits for another connection's lock while the loop goes on`, async () => {
    const file = path.join(folder, `${name.length}.sqlite`);
    const store = open(file);
    await store.script(TABLE);
    const other = new Database(file);
    await expectUnblocked(async () => {
      other.exec("BEGIN IMMEDIATE");
      let isInserted = false;
      const inserted = store.execute(INSERT, ["ada"]).finally(() => (isInserted = true));
      await wait(2000);
      assert.equal(isInserted, false);
      other.exec("COMMIT");
      assert.equal(await inserted, 1);
    });
    other.close();
    await store.close();
  });

  test(`${name} gives up after five seconds`, async () => {
    const file = path.join(folder, `gives-up-${name.length}.sqlite`);
    const store = open(file);
    await store.script(TABLE);
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE");
    const started = performance.now();
    await assert.rejects(store.execute(INSERT, ["ada"]), { fault: "refused by the database" });
    assert.ok(performance.now() - started > 4000);
    other.exec("COMMIT");
    assert.equal(await store.execute(INSERT, ["ada"]), 1, "and goes on after that");
    other.close();
    await store.close();
  });
}

test("a long statement does not stop the loop", async () => {
  const store = sqliteStore(path.join(folder, "long.sqlite"));
  const count = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1500000) SELECT COUNT(*) AS found FROM n";
  await expectUnblocked(async () => assert.deepEqual(await store.query(count, []), [{ found: 1_500_000 }]));
  await store.close();
});

test("a database that the shop has opened keeps its busy timeout", async () => {
  const database = new Database(path.join(folder, "timeout.sqlite"));
  database.exec("PRAGMA busy_timeout = 1234");
  const store = sqliteStore(database);
  await store.script(TABLE);
  await store.execute(INSERT, ["ada"]);
  await assert.rejects(store.execute(INSERT, ["ada"]), { fault: "unique violation" });
  assert.equal(database.prepare("PRAGMA busy_timeout").all()[0].timeout, 1234);
  await store.close();
  database.close();
});
