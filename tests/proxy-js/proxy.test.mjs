// Tests the proxy of the built package with a fake Ivy, over each database: from the first create to forgetting, and with a
// core that stops. The tests that both proxies share cover the rules in detail.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import * as module from "../../pkg/proxy.js";
import { Ivy, key, secret, sign, tableSecret } from "./ivy.mjs";
import { neonServer } from "./neon-server.mjs";
import { storeOpeners } from "./store-openers.mjs";

const url = process.env.IVY_TEST_DATABASE_FACE;
assert.ok(url, "IVY_TEST_DATABASE_FACE: expected the URL of a PostgreSQL in which tables can be made; `cargo xtask test --only proxy` starts one");

const folder = await mkdtemp(path.join(tmpdir(), "ivy-proxy-"));
const neonProxy = await neonServer(url);
const { openers, closeAll } = storeOpeners({ folder, url, neonUrl: neonProxy.url });
after(async () => {
  await closeAll();
  await neonProxy.close();
  await rm(folder, { recursive: true, force: true });
});

const common = createRequire(import.meta.url)("../../pkg/proxy.cjs");
const origin = "http://localhost:3000";
const request = { permissions: ["identity", "accounts"], market: "DE" };

let ivy;
before(async () => {
  ivy = await Ivy.start();
});
after(() => ivy.close());

/** Creates a proxy whose customers have cookies `who=<id>`. */
function make({ createProxy, sqliteStore } = module, changes = {}) {
  const lines = [];
  const identify = ({ headers }) => {
    const id = /who=([\w-]+)/.exec(headers.get("cookie") ?? "")?.[1];
    return id ? { customerId: id } : null;
  };
  const proxy = createProxy({
    ...{ apiKey: key, apiUrl: ivy.url, webhookSecret: secret, tableSecret, origins: [origin], identify },
    ...{ store: sqliteStore(":memory:"), log: (line) => lines.push(JSON.parse(line)) },
    ...changes,
  });
  const toRequest = (path, body, headers = {}) =>
    new Request(`${origin}/api/ivy${path}`, {
      ...{ method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) },
      headers: { origin, "ivy-client": "1", "content-type": "application/json", ...headers },
    });
  const call = async (...given) => {
    const response = await proxy(toRequest(...given));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
  return { proxy, lines, toRequest, call };
}

const stores = {
  "module over SQLite": () => make(),
  "CommonJS over SQLite": () => make(common),
  "module over PostgreSQL": () => make(module, { store: module.postgresStore(url) }),
  "module over D1": () => make(module, { store: openers["sqlite by a stand-in for D1"]() }),
  "module over a remote libSQL": () => make(module, { store: openers["sqlite by a client of @libsql/client that says it is remote"]() }),
  "module over Neon": () => make(module, { store: openers["postgres by neon() and a stand-in for Neon"]() }),
  "module over postgres.js": () => make(module, { store: openers["postgres by postgres.js"]() }),
};

for (const [name, open] of Object.entries(stores)) {
  describe(name, () => {
    let shop;
    before(async () => {
      const pool = new pg.Pool({ connectionString: url });
      await pool.query("DROP TABLE IF EXISTS ivy_sessions, ivy_callbacks, ivy_counts, ivy_owners, ivy_settings, ivy_schema");
      await pool.end();
      shop = open();
    });
    after(() => shop.proxy.close());

    test("a customer connects a bank, is recognised, pays, and is forgotten", async () => {
      const ada = { cookie: `who=${name.replace(/\W/g, "-")}` };
      const { toRequest, call, proxy } = shop;
      const created = await call("/data/session/create", request, { ...ada, "idempotency-key": "k-1" });
      assert.equal(created.status, 200);
      const { id, referenceId } = created.body;
      const again = await call("/data/session/create", request, { ...ada, "idempotency-key": "k-1" });
      assert.deepEqual(again.body, created.body);
      assert.equal(await proxy.hasReleased(toRequest("/", "", ada)), false);

      ivy.complete(id);
      const nonce = ivy.nonce(id);
      assert.equal((await call("/result", { nonce: "x".repeat(43) }, ada)).status, 404);
      const result = await call("/result", { nonce }, ada);
      assert.deepEqual([result.status, result.body.status, result.body.referenceId], [200, "complete", referenceId]);
      const post = await proxy.checkJsonPost(toRequest("/", "{}", ada));
      assert.deepEqual((await proxy.presentNonce(post, nonce)).sessionId, id);
      assert.equal((await proxy.login(post, referenceId)).status, "complete");

      const list = await call("/data/session/list", {}, ada);
      assert.deepEqual(list.body.dataSessions.map((session) => session.id), [id]);
      assert.equal((await call("/data/session/details", { id }, ada)).body.data.bankName, "Test Bank");
      assert.equal((await call("/data/session/details", { id }, { cookie: "who=ben" })).status, 404);
      assert.equal(await proxy.hasReleased(toRequest("/", "", ada)), true);

      const { handle } = list.body.dataSessions[0].data.accounts[0];
      const choice = { sessionId: id, handle, wanted: { required: ["accounts"], maxAgeDays: 90 } };
      assert.equal((await proxy.releaseAccount(toRequest("/", "", ada), choice)).account.name, "Main account");
      await assert.rejects(proxy.releaseAccount(toRequest("/", "", { cookie: "who=ben" }), choice), { name: "IvyError", code: "not_found", status: 404 });
      await assert.rejects(proxy.releaseAccount(toRequest("/", "", ada), { ...choice, handle: 0 }), { code: "misconfigured" });
      await assert.rejects(proxy.releaseAccount(toRequest("/", "", ada), { ...choice, handle: "another" }), { code: "account_gone", status: 404 });

      assert.deepEqual((await call("/forget", {}, ada)).body, { forgotten: 1 });
      assert.deepEqual((await call("/data/session/list", {}, ada)).body.dataSessions, []);
      assert.equal(await proxy.forgetCustomer({ customerId: "nobody" }), 0);
    });

    test("a guest gets a cookie, and the plain form leads to the login", async () => {
      const created = await shop.call("/data/session/create", request);
      const [cookie, login] = created.headers.getSetCookie();
      assert.match(cookie, /^ivy_guest=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/);
      assert.match(login, /^ivy_login=[\w-]{43}; Path=\/; Max-Age=90000; HttpOnly; SameSite=Lax$/);
      const ended = await shop.proxy.endGuest(shop.toRequest("/", "{}", { cookie: cookie.split(";")[0] }));
      assert.equal(ended, "ivy_guest=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
      const form = "permissions=identity&market=DE";
      const started = await shop.proxy(shop.toRequest("/start", form, { "content-type": "application/x-www-form-urlencoded" }));
      assert.equal(started.status, 303);
      assert.match(started.headers.get("location"), /^http:\/\/127\.0\.0\.1:9\/init\?id=session-/);
    });

    test("a callback counts with its signature alone", async () => {
      const body = JSON.stringify({ id: "event-1", type: "data_session_completed", date: "2026-01-05", payload: { id: "session-1", status: "complete" } });
      const send = (signature) => shop.call("/callback", body, { "x-ivy-signature": signature });
      assert.equal((await send("0".repeat(64))).status, 401);
      assert.equal((await send(sign(body))).status, 200);
    });

    test("the log holds a line for each request, and nothing of a customer", async () => {
      const { lines } = shop;
      assert.ok(lines.filter(({ operation }) => operation === "create").length >= 3);
      assert.doesNotMatch(JSON.stringify(lines), /Ada|DE89|session-\d|made-for-tests|who=/);
    });
  });
}

test("a proxy that starts over a hosted database gives up no create of another one", async () => {
  const open = openers["sqlite by a stand-in for D1"];
  const store = open();
  const ada = { cookie: "who=hosted" };
  const another = async () => {
    const second = make(module, { store: open() });
    assert.equal(await second.proxy.hasReleased(second.toRequest("/", "", ada)), false);
    await second.proxy.close();
  };
  // The second proxy starts when the first one has noted the create and has not recorded Ivy's response.
  const execute = async (sql, values) => {
    if (values.includes("open")) await another();
    return store.execute(sql, values);
  };
  const first = make(module, { store: { ...store, execute } });
  const created = await first.call("/data/session/create", request, { ...ada, "idempotency-key": "k-hosted" });
  assert.equal(created.status, 200, JSON.stringify(first.lines));
  await first.proxy.close();
});

test("a post is checked before it can present a nonce", async () => {
  const { proxy, toRequest } = make();
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const post = await proxy.checkFormPost(toRequest("/return", "nonce=x", form));
  await assert.rejects(proxy.presentNonce(post, "x".repeat(43)), { code: "not_found", status: 404 });
  await assert.rejects(proxy.checkFormPost(toRequest("/return", "{}")), { code: "misconfigured", status: 415 });
  await assert.rejects(proxy.checkJsonPost(toRequest("/return", "{}", { "ivy-client": "" })), { code: "forbidden", status: 403 });
  for (const elsewhere of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    await assert.rejects(proxy.checkFormPost(toRequest("/return", "nonce=x", { ...form, ...elsewhere })), { code: "forbidden", status: 403 });
  }
  for (const unchecked of [toRequest("/return", "{}"), { request: toRequest("/return", "{}") }, { ...post }, null, undefined]) {
    await assert.rejects(proxy.presentNonce(unchecked, "x".repeat(43)), { code: "misconfigured" });
    await assert.rejects(proxy.login(unchecked, "x"), { code: "misconfigured" });
  }
});

test("the list's path is checked", async () => {
  const { proxy } = make();
  assert.equal(await proxy.checkListPath(), "answers");
  assert.equal(await make(module, { paths: { list: "/nowhere/none" } }).proxy.checkListPath(), "missing");
});

test("an option that the core refuses is reported by its name, without its value", () => {
  const wrong = {
    apiUrl: ["http://secret.example", "secret"],
    origins: [["https://shop.example/secret"], ["null"]],
    "paths.list": [{ list: "secret" }],
    "callbackUrls.return": [{ return: "ftp://secret.example" }],
    "callbackUrls.plainReturn": [{ plainReturn: "secret" }],
    "callbackUrls.result": [{ result: "http://secret.example/callback" }],
    addressHeader: ["secret header"],
    apiKey: ["secret\nkey"],
    webhookSecret: ["x", []],
    trustedHops: [2],
    "limits.bufferedBytes": [{ bufferedBytes: 1 }],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => make(module, { [name.split(".")[0]]: value }),
        (error) => {
          assert.deepEqual([error.name, error.code], ["IvyError", "misconfigured"]);
          assert.ok(error.message.startsWith(`createProxy: ${name}`) && error.message.includes("expected "), error.message);
          assert.doesNotMatch(error.message, /secret/);
          return true;
        },
      );
    }
  }
});

test("in a browser there is no proxy", () => {
  globalThis.window = globalThis.document = {};
  try {
    assert.throws(() => make(), { code: "misconfigured", message: /^createProxy: called in a page; expected a server/ });
  } finally {
    delete globalThis.window;
    delete globalThis.document;
  }
});

test("a value that is no Request is refused, and other requests are not affected", async () => {
  const { proxy, call } = make();
  for (const wrong of [undefined, {}, { url: "/api/ivy/result", headers: {} }]) await assert.rejects(proxy(wrong), { code: "misconfigured" });
  assert.equal((await call("/data/session/list", {})).status, 200);
});

test("a log that throws does not prevent responses", async () => {
  const log = () => {
    throw new Error("disk full");
  };
  const identify = () => {
    throw new Error("ada@example.com");
  };
  assert.equal((await make(module, { log, identify }).call("/data/session/list", {})).status, 503);
});

test("a store of the merchant's own may be an object of a class", async () => {
  class Own {
    dialect = "sqlite";
    #inner = module.sqliteStore(":memory:");
    execute(sql, values) {
      return this.#inner.execute(sql, values);
    }
    query(sql, values) {
      return this.#inner.query(sql, values);
    }
    script(sql) {
      return this.#inner.script(sql);
    }
  }
  const { call, proxy } = make(module, { store: new Own() });
  assert.equal((await call("/data/session/create", request, { cookie: "who=ada" })).status, 200);
  await proxy.close();
});

test("a database that cannot be reached results in 503, and the next request tries it again", async () => {
  const store = module.sqliteStore(":memory:");
  let isAway = true;
  const script = async (sql) => {
    if (isAway) throw new Error("ada@example.com");
    return store.script(sql);
  };
  const { call, proxy, toRequest } = make(module, { store: { ...store, script } });
  assert.deepEqual([(await call("/data/session/create", request)).status, (await call("/nowhere", {})).status], [503, 404]);
  await assert.rejects(proxy.hasReleased(toRequest("/", "", { cookie: "who=ada" })), { code: "proxy_unavailable", status: 503, retryable: true });
  isAway = false;
  assert.equal((await call("/data/session/create", request)).status, 200);
});

test("the log has the database's error code for a failed start, and nothing else of the error", async () => {
  const missing = module.postgresStore(Object.assign(new URL(url), { pathname: "/no_such_secret" }).href);
  const nowhere = module.postgresStore("postgres://secret:secret@127.0.0.1:1/secret");
  const plain = module.postgresStore("postgres://secret@0.0.0.0:1/secret");
  const noServer = "; expected a server at the host and port of the URL; start it, open the firewall, or correct the URL";
  const own = (reason) => ({ ...module.sqliteStore(":memory:"), script: async () => Promise.reject(Object.assign(new Error("secret"), { reason })) });
  const table = [
    [missing, "store: the tables cannot be made (3D000); expected a database that exists; create it, or correct its name in the URL", "ERROR"],
    [own("28P01"), "store: the tables cannot be made (28P01); expected a user and a password that the server accepts; correct them in the URL", "ERROR"],
    [own("42501"), "store: the tables cannot be made (42501); expected a user who may create tables; grant it CREATE on the schema", "ERROR"],
    [nowhere, `store: the tables cannot be made (ECONNREFUSED)${noServer}`],
    [plain, `store: the tables cannot be made (ECONNREFUSED)${noServer}`],
    [own("ada@example.com secret"), "store: the tables cannot be made (other)"],
    [own(undefined), "store: the tables cannot be made (other)"],
    [own("tls"), "store: the tables cannot be made (tls); expected verified TLS to another machine; add sslrootcert to the URL for a private certificate authority", "ERROR"],
  ];
  for (const [store, sentence, level = "WARN"] of table) {
    const { call, lines, proxy } = make(module, { store });
    assert.equal((await call("/data/session/create", request)).status, 503);
    assert.deepEqual(lines.filter(({ message }) => message.startsWith("store:")), [{ level, message: sentence }]);
    // The start: a database that does not answer may answer later, and any other needs somebody who changes something.
    const start = proxy.checkListPath();
    if (level === "ERROR") await assert.rejects(start, { name: "IvyError", code: "misconfigured", message: sentence });
    else assert.equal(await start, "answers");
    assert.ok(!/secret|ada@/.test(JSON.stringify(lines)));
    await store.close();
  }
});

/** Waits until the condition holds. */
async function until(isSo) {
  for (const end = Date.now() + 30_000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 5))) {
    assert.ok(Date.now() < end, `waited for ${isSo}`);
  }
}

/** Makes the core's next read of the clock throw, which stops the core. */
function stop() {
  performance.now = () => {
    delete performance.now;
    throw new Error("stopped");
  };
}

test("a core that stops fails the running requests, and nothing else", async () => {
  const store = module.sqliteStore(":memory:");
  let let_in;
  let asked = 0;
  const held = new Promise((resolve) => (let_in = resolve));
  const one = make(module, { store, identify: () => (asked++, held) });
  const other = make(module, { store });
  const ada = { cookie: "who=ada" };
  assert.equal((await other.call("/data/session/create", request, ada)).status, 200);

  const waiting = one.call("/data/session/list", {});
  const asking = assert.rejects(one.proxy.hasReleased(one.toRequest("/", "")), { code: "proxy_unavailable", status: 503, retryAfter: 1 });
  await until(() => asked === 2);
  stop();
  const stopped = await other.call("/data/session/list", {}, ada);
  for (const { status, body, headers } of [stopped, await waiting]) {
    assert.deepEqual([status, body.code, headers.get("retry-after"), headers.get("cache-control")], [503, "proxy_unavailable", "1", "no-store"]);
  }
  let_in(null);
  await until(() => other.lines.at(-1)?.level === "WARN");
  assert.equal((await other.call("/data/session/list", {}, ada)).status, 200);
  assert.equal((await one.call("/data/session/list", {})).status, 200);
  await asking;
  assert.equal(await other.proxy.hasReleased(other.toRequest("/", "", ada)), false);
});

test("a core that stops in a background task does not end the process", async () => {
  const identify = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    stop();
    return null;
  };
  const { call } = make(module, { identify });
  assert.equal((await call("/data/session/create", request)).status, 503);
  assert.equal((await make().call("/data/session/create", request)).status, 200);
});
