// Measures for how long the event loop is blocked while the proxy on Node sweeps old rows out of an SQLite file.
//
//   node tests/soak/sweep.mjs [--rows 1000000] [--seconds 20]
//
// `cargo xtask soak --only sweep` builds the package and runs it. An idle control run of `seconds` comes first, in the same
// process. Both are measured by a timer of 10 ms, whose own interval is subtracted. Exits with 1 if the 99.9th percentile
// during the sweep is more than 50 ms above that of the control run, or if a row is left. The last line is JSON. Times are
// milliseconds.

import { createHmac, hkdfSync } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import Database from "libsql";
import { createProxy, sqliteStore } from "../../pkg/proxy.js";

const MOST = 50;
const RESOLUTION = 10;

const { values } = parseArgs({ options: { rows: { type: "string", default: "1000000" }, seconds: { type: "string", default: "20" } } });
const [rows, seconds] = [Number(values.rows), Number(values.seconds)];
if (!(rows >= 1 && seconds >= 1)) throw new Error("--rows, --seconds: expected 1 or more");

const folder = await mkdtemp(path.join(tmpdir(), "ivy-sweep-"));
const file = path.join(folder, "shop.sqlite");

const tableSecret = "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=";

/** The id of the secret in a row (`keys.rs`). The proxy does not start over rows of an unknown secret. */
const secretKey = hkdfSync("sha256", Buffer.from(tableSecret, "base64"), "", "ivy-proxy/1 secret id", 32);
const secretId = createHmac("sha256", Buffer.from(secretKey)).digest().subarray(0, 16).toString("base64url");

const start = () =>
  createProxy({
    apiKey: "api-key-made-for-tests",
    apiUrl: "http://127.0.0.1:9",
    webhookSecret: "webhook-secret-made-for-tests",
    tableSecret,
    origins: ["http://localhost:3000"],
    store: sqliteStore(file),
    identify: () => null,
    log: () => {},
  });

/** Fills the table with sessions that were abandoned long ago, in no order. */
function fill() {
  const database = new Database(file);
  database.exec(`
    PRAGMA synchronous = OFF;
    WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${rows})
    INSERT INTO ivy_sessions (reference_id, tagged, session_id, version, secret_id, state, owner, owner_kind, success_nonce,
      error_nonce, login_cookie, lease_until, created_at, used_at, sweep_at)
    SELECT lower(hex(randomblob(19))), 1, lower(hex(randomblob(12))), 1, '${secretId}', 'open',
      hex(randomblob(11)), 'customer', hex(randomblob(11)), hex(randomblob(11)), hex(randomblob(11)),
      1600000000, 1600000000 + i, 1600000000 + i, 1600000000 + i FROM numbers;
    PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
}

function count() {
  const database = new Database(file);
  const { left } = database.prepare("SELECT count(*) AS left FROM ivy_sessions").get();
  database.close();
  return left;
}

/** Runs `work` and returns the event loop's delays meanwhile. */
async function measured(work) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  const began = performance.now();
  delay.enable();
  await work();
  delay.disable();
  const ms = (nanoseconds) => Math.round(Math.max(0, nanoseconds / 1e6 - RESOLUTION) * 10) / 10;
  const figures = { p50: ms(delay.percentile(50)), p999: ms(delay.percentile(99.9)), max: ms(delay.max) };
  return { figures, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

try {
  let proxy = start();
  await proxy.sweep();
  await proxy.close();
  console.log(`filling the table with ${rows} rows`);
  fill();
  const megabytes = Math.round((await stat(file)).size / 1e6);

  proxy = start();
  // Read the tables once before the control run, so that it is idle.
  await proxy.hasReleased(new Request("http://localhost:3000/"));
  const idle = await measured(() => pause(seconds * 1_000));
  let sweeps = 0;
  let removed = 0;
  const sweep = await measured(async () => {
    for (let some = -1; some !== 0; sweeps++) removed += some = await proxy.sweep();
  });
  await proxy.close();
  const left = count();
  if (removed !== rows || left !== 0) console.log(`wrong: ${removed} rows were removed, ${left} are left`);
  if (removed !== rows || left !== 0 || sweep.figures.p999 - idle.figures.p999 > MOST) process.exitCode = 1;
  console.log(JSON.stringify({ rows, megabytes, sweeps, seconds: sweep.seconds, rowsPerSecond: Math.round(removed / sweep.seconds), sweep: sweep.figures, idle: idle.figures }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
