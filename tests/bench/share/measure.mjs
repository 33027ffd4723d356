// The proxy's share of a list with 20 sessions: its time beside a handler on the same host that forwards Ivy's response
// unchanged. Ivy takes no time here, so that nothing hides the share.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer, stopServer } from "../../shared/servers.mjs";
import { order } from "../page/rounds.js";
import { spread } from "../page/statistics.js";
import { Ivy } from "./ivy.mjs";
import { connections, post } from "./load.mjs";

const SESSIONS = 20;
const ORIGIN = "http://localhost:3000";
const HEADERS = { origin: ORIGIN, cookie: "customer=ada", "content-type": "application/json", "ivy-client": "2" };

/** The numbers of connections, each with the requests of one batch. */
const LOADS = [
  { open: 1, requests: 200 },
  { open: 16, requests: 1_000 },
  { open: 64, requests: 2_000 },
];

const node = fileURLToPath(new URL("node-host.mjs", import.meta.url));

/** The command line of each host; the Rust program is the one of SHARE_RUST_HOST. */
const HOSTS = {
  Rust: () => [process.env.SHARE_RUST_HOST, []],
  Node: () => [process.execPath, [node]],
};

/** Posts to the proxy and returns the body of the response. */
async function call(url, operation, body) {
  const response = await fetch(`${url}/api/ivy${operation}`, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${operation} is answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Creates the customer's sessions and releases them, as a browser does that returns from the bank. */
async function connectBanks(url, ivy) {
  for (let made = 0; made < SESSIONS; made++) {
    await call(url, "/data/session/create", { permissions: ["identity"], market: "DE" });
    const nonce = new URL(ivy.sessions.at(-1).successCallbackUrl).searchParams.get("ivy");
    const { status } = await call(url, "/result", { nonce });
    if (status !== "complete") throw new Error(`the login ended as ${status}`);
  }
  const { dataSessions } = await call(url, "/data/session/list", {});
  if (dataSessions.length !== SESSIONS) throw new Error(`the list has ${dataSessions.length} sessions, expected ${SESSIONS}`);
}

async function compare(url, { open, requests }, rounds) {
  const hasAll = (body) => body.indexOf('"complete"') > 0 && body.length > SESSIONS * 200;
  const contenders = [
    post(`${url}/forward`, '{"externalUserReferenceId":"cus_ada"}', HEADERS),
    post(`${url}/api/ivy/data/session/list`, "{}", HEADERS),
  ];
  const times = contenders.map(() => []);
  const pool = await connections(url, open);
  try {
    // Round -1 warms both up and is not counted.
    for (let round = -1; round < rounds; round++) {
      for (const at of order(contenders.length, Math.max(0, round))) {
        const time = await pool.run(contenders[at], requests, hasAll);
        if (round >= 0) times[at].push(time);
      }
    }
  } finally {
    pool.close();
  }
  const [forward, proxy] = times.map((found) => ({ p50: spread(found.map(({ p50 }) => p50)), p99: spread(found.map(({ p99 }) => p99)) }));
  return { open, forward, proxy, ratio: spread(times[1].map(({ p50 }, round) => p50 / times[0][round].p50)) };
}

async function measureHost(ivy, host, database, rounds) {
  ivy.clear();
  const [program, options] = HOSTS[host]();
  const server = await startServer(program, options, { SHARE_IVY: ivy.url, SHARE_ORIGIN: ORIGIN, SHARE_DATABASE: database });
  try {
    await connectBanks(server.url, ivy);
    const rows = [];
    for (const load of LOADS) rows.push(await compare(server.url, load, rounds));
    return rows;
  } finally {
    await stopServer(server);
  }
}

/** Measures both hosts over SQLite, and over PostgreSQL if `databases` has a URL for each host. */
export async function shares(databases, quick, log) {
  const folder = await mkdtemp(join(tmpdir(), "ivy-share-"));
  const ivy = await Ivy.start();
  const found = [];
  try {
    for (const host of Object.keys(HOSTS)) {
      for (const [kind, database] of [["SQLite", join(folder, `${host}.sqlite`)], ["PostgreSQL", databases[host]]]) {
        if (database === undefined) continue;
        log(`timing the proxy's share: ${host}, ${kind}`);
        found.push({ host, kind, rows: await measureHost(ivy, host, database, quick ? 3 : 15) });
      }
    }
    return found;
  } finally {
    ivy.close();
    await rm(folder, { recursive: true, force: true });
  }
}
