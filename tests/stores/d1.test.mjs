// The table of cases over D1 in workerd, and a migration there that is killed in the middle.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { testStore } from "../proxy-js/store-cases.mjs";
import { install } from "../toolchains/fixture.mjs";

const from = fileURLToPath(new URL(".", import.meta.url));
const app = await install("d1", { from, use: undefined });
const { Miniflare } = createRequire(path.join(app.folder, "package.json"))("miniflare");
const library = pathToFileURL(path.join(app.folder, "node_modules/ivy-data-session/proxy.js")).href;
const { d1Store, sqliteStore } = await import(library);
after(() => app.remove());

/** Starts workerd with a database in a folder. */
const start = (folder) => new Miniflare({ modules: true, script: "export default {}", d1Databases: ["DB"], d1Persist: path.join(app.folder, folder) });

describe("D1 in workerd", () => {
  let miniflare;
  let database;
  before(async () => {
    miniflare = start("cases");
    database = await miniflare.getD1Database("DB");
  });
  after(() => miniflare.dispose());

  testStore({ name: "sqlite by D1", open: () => d1Store(database), test, before, after });

  test("a database is recognized where another store is expected", () => {
    assert.throws(() => sqliteStore(database), /^IvyError: sqliteStore: a database of D1; .*; use d1Store$/);
    assert.throws(() => d1Store(database.withSession()), /^IvyError: d1Store: a session of D1, which may read a replica; /);
  });
});

test("a migration that is killed in the middle leaves nothing, and can be run again", async () => {
  // The group holds workerd, too.
  const args = ["endless.mjs", library, path.join(app.folder, "killed")];
  const child = spawn(process.execPath, args, { cwd: app.folder, stdio: ["ignore", "pipe", "inherit"], detached: true });
  const [line] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  assert.equal(String(line), "in the middle\n");
  await setTimeout(1000);
  process.kill(-child.pid, "SIGKILL");
  await once(child, "exit");
  const miniflare = start("killed");
  const store = d1Store(await miniflare.getD1Database("DB"));
  await assert.rejects(store.query("SELECT name FROM killed", []), { fault: "refused by the database" });
  await store.script("BEGIN IMMEDIATE; CREATE TABLE killed (name TEXT); INSERT INTO killed VALUES ('one'); COMMIT");
  assert.deepEqual(await store.query("SELECT name FROM killed", []), [{ name: "one" }]);
  await miniflare.dispose();
});
