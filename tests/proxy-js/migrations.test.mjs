// The migration of each store is killed in the middle, and started again.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import pg from "pg";
import { createProxy } from "../../pkg/proxy.js";
import { neonServer } from "./neon-server.mjs";
import { REQUIRED } from "./required-options.mjs";
import { storeOpeners } from "./store-openers.mjs";

const url = process.env.IVY_TEST_DATABASE_FACE;
assert.ok(url, "IVY_TEST_DATABASE_FACE: expected the URL of a PostgreSQL in which databases can be made; `cargo xtask test --only proxy` starts one");

const PROGRAM = fileURLToPath(new URL("endless-migration.mjs", import.meta.url));
const folder = await mkdtemp(path.join(tmpdir(), "ivy-migrations-"));
const admin = new pg.Pool({ connectionString: url });
after(async () => {
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

/** The stores whose database outlives a process: how to know that a migration runs there. */
const FILES = {
  "sqlite by its path": "path.sqlite",
  "sqlite by a database of better-sqlite3's form": "object.sqlite",
  "sqlite by a file of @libsql/client": "client.sqlite",
  "sqlite by a client of @libsql/client that says it is remote": "remote.sqlite",
  "sqlite by a stand-in for D1": "d1.sqlite",
};
const SERVERS = ["postgres by its URL", "postgres by a pool", "postgres by postgres.js", "postgres by neon() and a stand-in for Neon"];

/** Waits for a condition. */
async function until(isThere) {
  while (!(await isThere())) await setTimeout(25);
}

/** Returns true if another connection writes to the file. */
function isWritten(file) {
  const database = new Database(file);
  try {
    database.exec("BEGIN IMMEDIATE");
    database.exec("ROLLBACK");
    return false;
  } catch ({ code }) {
    return code.startsWith("SQLITE_BUSY");
  } finally {
    database.close();
  }
}

/** Runs the program until its migration is in the middle, and kills it. */
async function kill(places, isRunning) {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(places)], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  assert.equal(String(line), "in the middle\n");
  await isRunning();
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Checks that nothing of the migration is left, and starts a proxy that makes the tables. */
async function startAgain(places) {
  const { openers, closeAll } = storeOpeners(places);
  const store = openers[places.name]();
  const versions = () => store.query("SELECT version FROM ivy_schema", []);
  assert.deepEqual(await versions(), []);
  await assert.rejects(store.query("SELECT reference_id FROM ivy_sessions", []), { fault: "refused by the database" });
  const proxy = createProxy({ ...REQUIRED, store });
  assert.equal(await proxy.hasReleased(new Request("https://shop.example/")), false);
  assert.deepEqual(await versions(), [{ version: 2 }]);
  assert.equal(await proxy.forgetCustomer({ customerId: "cus_ada" }), 0);
  assert.equal(await proxy.sweep(), 0);
  await proxy.close();
  await closeAll();
}

describe("a migration that is killed in the middle leaves nothing, and the next start makes the tables", { concurrency: 3 }, () => {
  for (const [name, file] of Object.entries(FILES)) {
    test(name, async () => {
      const places = { name, folder, url, neonUrl: "" };
      await kill(places, () => until(() => isWritten(path.join(folder, file))));
      await startAgain(places);
    });
  }

  test("postgres by PGlite", async () => {
    const places = { name: "postgres by PGlite", folder, url, neonUrl: "" };
    // PGlite runs in the thread of the program, so nothing tells that it sleeps.
    await kill(places, () => setTimeout(500));
    await startAgain(places);
  });

  for (const [index, name] of SERVERS.entries()) {
    test(name, async () => {
      const database = `killed_${index}`;
      await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${database}`);
      const its = Object.assign(new URL(url), { pathname: `/${database}` }).href;
      const neonProxy = await neonServer(its);
      try {
        const places = { name, folder, url: its, neonUrl: neonProxy.url };
        const sleeping = "FROM pg_stat_activity WHERE datname = $1 AND wait_event = 'PgSleep'";
        await kill(places, () => until(async () => (await admin.query(`SELECT pid ${sleeping}`, [database])).rowCount === 1));
        // PostgreSQL notices a lost client only when it writes to it.
        await admin.query(`SELECT pg_terminate_backend(pid) ${sleeping}`, [database]);
        await startAgain(places);
      } finally {
        await neonProxy.close();
        // Not by force: a pool that has ended may still have a connection that goes, and would hear of the end as an error.
        const connected = "SELECT pid FROM pg_stat_activity WHERE datname = $1";
        await until(async () => (await admin.query(connected, [database])).rowCount === 0);
        await admin.query(`DROP DATABASE ${database}`);
      }
    });
  }
});
