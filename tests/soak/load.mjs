// Puts load on the proxy: shop and sandbox as processes, and 64 connections from this one.
//
//   node tests/soak/load.mjs [--seconds 60] [--connections 64] [--profile release|debug] [--database PATH|postgres://…] [--proxy rust|js]
//
// For two thirds of the time every request is a list with 20 sessions, and then a mix of all requests of a page. Status and
// content of every response are checked; a wrong, late or missing one makes the exit code 1. The last line is one JSON
// object. Times are milliseconds.

import autocannon from "autocannon";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { TestEnv, Visitor } from "../proxy/test-env.mjs";
import { build } from "./programs.mjs";

const SESSIONS = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    connections: { type: "string", default: "64" },
    profile: { type: "string", default: "release" },
    database: { type: "string" },
    proxy: { type: "string", default: "rust" },
  },
});
const [seconds, connections] = [Number(values.seconds), Number(values.connections)];
if (!(seconds >= 3 && connections >= 1)) throw new Error("--seconds: expected 3 or more, --connections: 1 or more");

const env = await TestEnv.make({ programs: build(values.profile), proxy: values.proxy });
try {
  await env.startSandbox();
  const shop = await env.startShop({ database: values.database });
  const ada = await Visitor.signedIn(shop.url, "ada");
  const guest = new Visitor(shop.url);
  await guest.call("/data/session/list", {});
  for (let made = 0; made < SESSIONS; made++) await ada.connect();
  const listed = (await ada.call("/data/session/list", {})).body.dataSessions;
  const reference = listed[0].referenceId;

  const wrong = new Map();
  /** Returns a request that counts wrong responses, by their status and a check of the body. */
  const request = (name, visitor, operation, body, status, holds, setupRequest) => ({
    method: "POST",
    path: `/api/ivy${operation}`,
    headers: visitor.headers,
    body: JSON.stringify(body),
    ...(setupRequest && { setupRequest }),
    onResponse(given, text) {
      const isRight = given === status && holds(text);
      if (!isRight) wrong.set(`${name} ${given}`, (wrong.get(`${name} ${given}`) ?? 0) + 1);
    },
  });
  const has = (word) => (text) => text.includes(word);
  const hasAll = (text) => text.split('"status":"complete"').length - 1 === SESSIONS;
  const freshKey = (made) => ({ ...made, headers: { ...made.headers, "idempotency-key": randomUUID() } });
  const list = request("list", ada, "/data/session/list", {}, 200, hasAll);
  const { id } = listed[1];
  const mix = [
    list,
    request("details", ada, "/data/session/details", { id }, 200, has(id)),
    request("create", ada, "/data/session/create", { permissions: ["identity"] }, 200, has("redirectUrl"), freshKey),
    request("result", ada, "/result", { referenceId: reference }, 200, has('"complete"')),
    request("a guest's list", guest, "/data/session/list", {}, 200, has('"dataSessions":[]')),
    request("a guest's create", guest, "/data/session/create", { permissions: ["identity"] }, 200, has("redirectUrl"), freshKey),
    request("another's details", guest, "/data/session/details", { id }, 404, has("not_found")),
    request("a wrong request", ada, "/data/session/create", { permissions: [] }, 422, has("validation_failed")),
  ];

  /** Runs requests repeatedly and returns the figures. */
  const phase = async (name, requests, duration) => {
    // Each connection starts with another request, so that the whole mix is in use at any time.
    let first = 0;
    const setupClient = (client) => {
      client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
      first = (first + 1) % requests.length;
    };
    const run = await autocannon({ url: shop.url, connections, duration, requests, setupClient, timeout: 60 });
    const { p50, p99, max } = run.latency;
    const total = run["2xx"] + run.non2xx;
    const figures = { requests: total, perSecond: Math.round(total / run.duration), p50, p99, max };
    console.log(`${name.padEnd(5)} ${total} requests, ${figures.perSecond}/s, p50 ${p50} ms, p99 ${p99} ms, longest ${max} ms`);
    return { figures, failed: run.errors + run.timeouts + (total === 0 ? 1 : 0) };
  };
  const listTime = Math.max(1, Math.round((seconds * 2) / 3));
  const lists = await phase("list", [list], listTime);
  const mixed = await phase("mix", mix, seconds - listTime);
  for (const [what, times] of wrong) console.log(`wrong: ${what}, ${times} times`);
  const failed = lists.failed + mixed.failed + [...wrong.values()].reduce((sum, times) => sum + times, 0);
  const database = values.database?.startsWith("postgres") ? "postgresql" : "sqlite";
  console.log(
    JSON.stringify({ name: "load", seconds, connections, profile: values.profile, proxy: values.proxy, database, list: lists.figures, mix: mixed.figures, failed }),
  );
  if (failed > 0) process.exitCode = 1;
} finally {
  await env.close();
}
