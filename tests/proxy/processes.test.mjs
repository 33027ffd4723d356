// Tests of the shop as a process, from outside: rate limits, shutdown, logs, and the cost of large bodies.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request as send } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stopServer } from "../shared/servers.mjs";
import { PROXIES, TestEnv, Visitor } from "./test-env.mjs";

/** Counts responses by status. */
const countByStatus = (answers) => {
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** Starts a fake Ivy that delays every create. `creates` counts them. */
async function slowIvy(delay) {
  const ivy = { creates: 0 };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const { referenceId } = JSON.parse(text);
    if (!request.url.endsWith("/create")) return response.writeHead(404).end();
    ivy.creates += 1;
    await pause(delay);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: `s${ivy.creates}`, status: "open", referenceId, redirectUrl: "http://127.0.0.1:9/" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ivy.url = `http://127.0.0.1:${server.address().port}`;
  ivy.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return ivy;
}

/** Checks if a port accepts a new connection. */
const acceptsConnections = async (port) => {
  const socket = connect(port, "127.0.0.1");
  const taken = await new Promise((resolve) => socket.on("connect", () => resolve(true)).on("error", () => resolve(false)));
  socket.destroy();
  return taken;
};

/** A request with every field that a page can set, each with a mark that the log must not contain. */
const requestWithMarks = {
  permissions: ["identity"],
  displayId: "mark-display",
  referenceId: "mark-reference",
  externalUser: { email: "ada@example.com", metadata: { "mark-key": "mark-value" } },
  metadata: { "mark-meta": ["mark-deep"] },
  successCallbackUrl: "https://mark.example/",
};

/** Sends a body of some MiB. Returns the status, or "" if the connection was cut first. */
const sendLarge = (visitor, shop, megabytes, isAnnounced) =>
  new Promise((resolve) => {
    const headers = { ...visitor.headers, ...(isAnnounced && { "content-length": megabytes * 1024 * 1024 }) };
    const url = `${shop.url}/api/ivy/data/session/list`;
    const sending = send(url, { method: "POST", headers, agent: false });
    let isOver = false;
    const end = (status) => {
      isOver = true;
      resolve(status);
      sending.destroy();
    };
    sending.on("response", ({ statusCode }) => end(statusCode)).on("error", () => end(""));
    const part = Buffer.alloc(1024 * 1024, " ");
    const next = (left) => {
      if (isOver) return;
      if (left === 0) sending.end();
      else sending.write(part, () => next(left - 1));
    };
    next(megabytes);
  });

for (const proxy of PROXIES) {
  describe(`the shop with the ${proxy} proxy`, () => {
    let env;
    beforeEach(async () => {
      env = await TestEnv.make({ proxy });
    });
    afterEach(() => env.close());

    test("rate limits apply, and requests are let in again later", async () => {
      await env.startSandbox();
      const shop = await env.startShop({ requestsPerMinute: 0 });
      const ada = await Visitor.signedIn(shop.url, "ada");
      const ben = await Visitor.signedIn(shop.url, "ben");
      const lists = (visitor, times) =>
        Promise.all(Array.from({ length: times }, () => visitor.call("/data/session/list", {})));

      // A customer has 60 requests at once, and two more each second.
      let began = performance.now();
      /** Returns the most requests that may have been let in since then; the proxy counts in whole seconds. */
      const more = () => 2 * (Math.ceil((performance.now() - began) / 1_000) + 1);
      assert.deepEqual(countByStatus(await lists(ada, 60)), { 200: 60 });
      let many = [];
      // On a slow machine the first twenty may use the budget of the seconds in between.
      while (!many.some(({ status }) => status === 429)) many = await lists(ada, 20);
      const { 200: let_in = 0, 429: refused } = countByStatus(many);
      assert.ok(let_in <= more() && let_in + refused === 20, JSON.stringify(countByStatus(many)));
      const last = many.find(({ status }) => status === 429);
      assert.equal(last.body.code, "rate_limited");
      const wait = Number(last.headers.get("retry-after"));
      assert.ok(wait >= 1 && wait <= 60, `Retry-After is ${wait}`);
      // The limit belongs to the customer: another one from the same address is let in, up to the limit of the address.
      assert.deepEqual(countByStatus(await lists(ben, 20)), { 200: 20 });
      const guest = new Visitor(shop.url);
      began = performance.now();
      const all = countByStatus([...(await lists(guest, 40)), ...(await lists(guest, 40))]);
      assert.ok((all[429] ?? 0) >= 20 - more(), `an address asked as often as it liked: ${JSON.stringify(all)}`);
      await pause(wait * 1_000 + 100);
      assert.equal((await ada.call("/data/session/list", {})).status, 200);
    });

    test("SIGTERM lets running requests finish, takes no new ones, and loses nothing", async () => {
      const ivy = await slowIvy(4_000);
      env.ivy = ivy.url;
      try {
        const shop = await env.startShop();
        const ada = await Visitor.signedIn(shop.url, "ada");
        // An incomplete request delays the shutdown by at most ten seconds, the limit of all requests.
        const idle = connect(shop.port, "127.0.0.1").on("error", () => {});
        idle.write("POST /api/ivy/data/session/list HTTP/1.1\r\nhost: local");
        const running = ada.create("key");
        while (ivy.creates === 0) await pause(10);

        const ended = once(shop.child, "exit");
        const told = performance.now();
        shop.child.kill("SIGTERM");
        let isOver = false;
        running.finally(() => (isOver = true));
        while (await acceptsConnections(shop.port)) await pause(20);
        assert.ok(!isOver, "new connections are taken until the last request has ended");
        const answer = await running;
        assert.equal(answer.status, 200, answer.text);
        assert.deepEqual(await ended, [0, null]);
        assert.ok(performance.now() - told < 20_000, "the end takes long");
        idle.destroy();

        await env.startShop({ port: shop.port });
        const again = await ada.create("key");
        assert.deepEqual([again.status, again.text, ivy.creates], [200, answer.text, 1]);
      } finally {
        ivy.close();
      }
    });

    for (const log of ["", "debug"]) {
      test(`every request is one line of JSON in the log, and nothing of a person is (${log || "as usual"})`, async () => {
        await env.startSandbox();
        const shop = await env.startShop({ log });
        const ada = await Visitor.signedIn(shop.url, "ada");
        const created = await ada.call("/data/session/create?mark-query=1", requestWithMarks, { "idempotency-key": "mark-key" });
        assert.equal(created.status, 200, created.text);
        const nonce = await ada.logIn(created.body.redirectUrl);
        const result = await ada.call("/result", { nonce });
        const { handle } = result.body.session.data.accounts[0];
        const answers = [
          created,
          result,
          await ada.call("/data/session/list", {}),
          await ada.call("/data/session/details", { id: created.body.id }),
          await ada.call("/data/session/list", { externalUserEmail: "mark-other@example.com" }),
          await ada.call("/data/session/create", { ...requestWithMarks, market: "mark-market" }),
          await ada.call("/data/session/details", "{mark-broken"),
          await ada.call("/callback", { mark: "mark-body" }, { "x-ivy-signature": "mark-signature" }),
          await ada.post("/shop/pay", { sessionId: created.body.id, handle }),
          await ada.call("/forget", { id: created.body.id }),
        ];
        assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200, 403, 422, 400, 401, 200, 200]);
        // Stop the shop first, because the last lines may still be in transit.
        await stopServer(shop);
        const lines = shop.output.filter((line) => !line.startsWith("shop: listening"));
        // The Rust shop's log has the fields of an event in a nested object.
        const entries = lines.map((line) => JSON.parse(line)).map(({ fields, ...entry }) => ({ ...entry, ...fields }));
        for (const { status, headers } of answers.filter(({ headers }) => headers.has("ivy-recall") || headers.has("vary"))) {
          const id = headers.get("ivy-request-id");
          const [entry, ...more] = entries.filter((entry) => entry.message === "request" && entry.request_id === id);
          assert.ok(entry && more.length === 0, `${id} stands in the log ${more.length} times`);
          assert.equal(entry.status, status);
          assert.equal(typeof entry.latency_ms, "number");
          assert.ok(entry.operation && entry.level, JSON.stringify(entry));
        }
        const { id, referenceId, redirectUrl } = created.body;
        const cookie = ada.cookie.split("=").at(-1);
        const person = ["mark-", "ada@example.com", "Ada Example", "1985-12-10", "DE5899990001", "cus_ada"];
        for (const hidden of [...person, id, referenceId, redirectUrl, nonce, cookie, env.key, env.secret]) {
          assert.equal(lines.find((line) => line.includes(hidden)), undefined, `${hidden} is in the log`);
        }
      });
    }

    test("a body of 50 MB is refused before it is read, announced or not", async () => {
      await env.startSandbox();
      const shop = await env.startShop();
      const ada = await Visitor.signedIn(shop.url, "ada");
      const largest = async () => {
        const status = await readFile(`/proc/${shop.child.pid}/status`, "utf8");
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) * 1024;
      };
      await ada.call("/data/session/list", {});
      // The garbage collector's space for new objects grows with the first bodies, and is not the attack's.
      for (const isAnnounced of [true, false]) await Promise.all(Array.from({ length: 8 }, () => sendLarge(ada, shop, 2, isAnnounced)));
      const before = await largest();
      for (const isAnnounced of [true, false]) {
        const answers = await Promise.all(Array.from({ length: 8 }, () => sendLarge(ada, shop, 50, isAnnounced)));
        // The connection of a client that continues to send may be cut before it has read the response.
        assert.ok(answers.every((status) => status === 413 || status === ""), String(answers));
        assert.ok(answers.includes(413), String(answers));
      }
      const grew = (await largest()) - before;
      assert.ok(grew < 16 * 1024 * 1024, `400 MB in two rounds cost ${grew} bytes of memory`);
      assert.equal((await ada.call("/data/session/list", {})).status, 200);
    });
  });
}
