// Tests the memory that an attacker can make a server use (SECURITY.md, 11): the peak resident set of the shop's process,
// with each proxy, above that of a warmed-up server. The median of three fresh servers counts.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stopServer } from "../shared/servers.mjs";
import { PROXIES, TestEnv, Visitor } from "./test-env.mjs";

const MIB = 1024 * 1024;

/** The number of servers to measure. The median of their figures counts. */
const ROUNDS = 3;

/** The time after the attack within which an ordinary request must get 200, in milliseconds. */
const SOON = 5_000;

/** The names of the proxies in the figures. */
const NAMES = { rust: "rust", js: "node" };

const LONGEST_CALLBACK = Buffer.alloc(MIB, "1");

const ORDINARY_CALLBACK = { data: "1".repeat(16 * 1024) };

const manyFaults = () => {
  const start = '{"market":"DE","permissions":[1';
  const count = Math.floor((64 * 1024 - start.length - 2) / 2);
  return Buffer.from(`${start}${",1".repeat(count)}]}`);
};

/**
 * The attacks.
 *
 * - `first`: the growth in MiB that was measured with the first version
 * - `length`: the announced length, if the body is shorter
 * - `answers`: the statuses that attackers get
 * - `held`: the number of attackers that get no response before their time is up
 * - `others`: the statuses that others get meanwhile
 */
const ATTACKS = [
  {
    name: "240 stalled callbacks without a signature",
    connections: 240,
    most: 32,
    first: { rust: 250, js: 274 },
    path: "/callback",
    headers: { "content-type": "application/json" },
    body: LONGEST_CALLBACK.subarray(1),
    length: LONGEST_CALLBACK.length,
    answers: ["401"],
    held: 0,
    others: [200],
  },
  {
    name: "240 stalled callbacks with a wrong signature",
    connections: 240,
    most: 32,
    first: { rust: 250, js: 274 },
    path: "/callback",
    headers: { "content-type": "application/json", "x-ivy-signature": randomBytes(32).toString("hex") },
    body: LONGEST_CALLBACK.subarray(1),
    length: LONGEST_CALLBACK.length,
    answers: ["503", "408"],
    // They use all of the 8 MiB that callbacks may buffer. Pages have a separate budget.
    held: 8,
    others: [200],
  },
  {
    name: "120 refusals of 64 KiB that are not read",
    connections: 120,
    most: 64,
    first: { rust: 178, js: 1_108 },
    path: "/data/session/create",
    headers: { "content-type": "application/json", "ivy-client": "1" },
    body: manyFaults(),
    // Over the cap, or too slow on a busy machine.
    answers: ["422", "503", "408"],
    held: 0,
    others: [200],
  },
];

/** Returns the address of an attacker: 127.0.0.1 for one half, a separate address for each of the other half. */
const addressOf = (index) => (index % 2 === 0 ? "127.0.0.1" : `127.0.2.${1 + (index >> 1)}`);

/** A connection with one request, whose response is not read after its first bytes. */
class Attacker {
  #socket;
  /** The response's status, or "cut" if the connection ended without one. */
  status;
  /** Resolves when there is a status. */
  settled;

  constructor(shop, from, { path, headers, body, length = body.length }) {
    const lines = Object.entries({ host: `localhost:${shop.port}`, origin: shop.url, ...headers, "content-length": length });
    const socket = connect({ port: shop.port, host: "127.0.0.1", localAddress: from });
    this.#socket = socket;
    this.settled = new Promise((resolve) => {
      const settle = (status) => {
        this.status ??= status;
        resolve();
      };
      socket.on("readable", () => {
        if (this.status) return;
        const text = socket.read()?.toString("latin1");
        if (text) settle(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? text);
      });
      socket.on("error", () => {});
      socket.once("close", () => settle("cut"));
    });
    socket.write(`POST /api/ivy${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    socket.write(body);
  }

  close() {
    this.#socket.destroy();
  }
}

/** Returns a process's resident memory in bytes: the present and the peak value. */
async function memory({ child }) {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  const [now, most] = ["VmRSS", "VmHWM"].map((name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) * 1024);
  return { now, most };
}

/** Resets the peak to the present value. */
const resetPeak = ({ child }) => writeFile(`/proc/${child.pid}/clear_refs`, "5");

/**
 * Simulates ordinary traffic: lists, refused creates, unknown sessions, and callbacks. It lasts until the server's heap has its
 * usual size: V8 doubles the space of new objects after some megabytes of them, which is no cost of an attack.
 */
async function warmUp(shop, ada) {
  const signature = { "x-ivy-signature": "0".repeat(64) };
  for (let round = 0; round < 160; round++) {
    const asked = Array.from({ length: 6 }, () => [
      ada.call("/data/session/list", {}),
      ada.call("/data/session/create", { market: "Germany" }),
      ada.call("/data/session/details", { id: "unknown" }),
    ]);
    await Promise.all([...asked.flat(), ada.call("/callback", ORDINARY_CALLBACK, signature)]);
  }
}

/** Sends requests as an ordinary shopper until one gets 200. Returns the milliseconds until then. */
async function timeToResponse(ada) {
  const began = performance.now();
  for (;;) {
    const { status } = await ada.call("/data/session/list", {});
    const milliseconds = performance.now() - began;
    if (status === 200 || milliseconds > SOON) return milliseconds;
    await pause(20);
  }
}

const countValues = (values) => {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

/** Attacks a fresh server. */
async function attack(env, round, kind) {
  const shop = await env.startShop({ database: env.file(`shop-${round}.sqlite`) });
  const ada = await Visitor.signedIn(shop.url, "ada");
  await warmUp(shop, ada);
  await resetPeak(shop);
  const { now: before } = await memory(shop);
  const attackers = Array.from({ length: kind.connections }, (_, index) => new Attacker(shop, addressOf(index), kind));
  while (attackers.filter(({ status }) => !status).length > kind.held) await pause(20);
  const { status: others } = await ada.call("/data/session/list", {});
  await Promise.all(attackers.map(({ settled }) => settled));
  const statuses = countValues(attackers.map(({ status }) => status));
  const growth = ((await memory(shop)).most - before) / MIB;
  attackers.forEach((attacker) => attacker.close());
  const milliseconds = await timeToResponse(ada);
  await stopServer(shop);
  return { growth, statuses, others, milliseconds };
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

describe("bounded cost", { concurrency: PROXIES.length }, () => {
  for (const proxy of PROXIES) {
    // Each suite measures its own processes.
    describe(`the memory of the shop with the ${proxy} proxy`, { concurrency: 1 }, () => {
      let env;
      beforeEach(async () => {
        env = await TestEnv.make({ proxy });
        await env.startSandbox();
      });
      afterEach(() => env.close());

      for (const kind of ATTACKS) {
        test(`${kind.name}: at most ${kind.most} MiB`, async () => {
          const rounds = [];
          for (let round = 0; round < ROUNDS; round++) rounds.push(await attack(env, round, kind));
          const growths = rounds.map(({ growth }) => Math.max(0, growth));
          const figures = growths.map((growth) => growth.toFixed(1)).join(", ");
          const slowest = Math.round(Math.max(...rounds.map(({ milliseconds }) => milliseconds)));
          console.log(
            `bounded cost: ${NAMES[proxy]} ${kind.name} +${median(growths).toFixed(1)} MiB (${figures}), ` +
              `answers ${JSON.stringify(rounds[0].statuses)}, others ${rounds.map(({ others }) => others)}, 200 again after ${slowest} ms; ` +
              `first version: +${kind.first[proxy].toLocaleString("en")} MiB`,
          );
          for (const { statuses, others } of rounds) {
            // The connection of a client that continues to send may be cut before it has read the response.
            const { cut, ...answered } = statuses;
            assert.ok(answered[kind.answers[0]] > 0, JSON.stringify(statuses));
            assert.ok(Object.keys(answered).every((status) => kind.answers.includes(status)), JSON.stringify(statuses));
            assert.ok(kind.others.includes(others), `others are answered with ${others} meanwhile`);
          }
          assert.ok(slowest <= SOON, `others wait ${slowest} ms afterwards`);
          assert.ok(median(growths) <= kind.most, `grows by ${figures} MiB`);
        });
      }
    });
  }
});
