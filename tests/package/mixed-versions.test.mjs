// Tests of pages and proxies of different versions. Checkout pages stay cached for days, so that a page of the first version
// meets a newer proxy. A page may also be deployed before its proxy. Each pair works, or fails with one error that says
// which side to update.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Ivy, key, secret, tableSecret } from "../proxy-js/ivy.mjs";
import { closePage, openPage } from "./simulation.mjs";
import { installPacked, installTarball, root } from "./packed.mjs";

const SHOP = "https://shop.example";
const REQUEST = { permissions: ["identity"], market: "DE" };

/** `{client, proxy}` of this version and of the first one, each installed from its tarball. */
const versions = {};
const folders = [];
const realFetch = globalThis.fetch;
let ivy;

before(async () => {
  const packed = await installPacked();
  const folder = await mkdtemp(path.join(tmpdir(), "ivy-first-version-"));
  folders.push({ remove: () => rm(folder, { recursive: true, force: true }) }, packed);
  const apps = {
    this: packed.app,
    first: await installTarball(folder, path.join(root, "tests/data/first-version/ivy-data-session-0.1.0.tgz")),
  };
  for (const [name, app] of Object.entries(apps)) {
    const entry = (file) => import(pathToFileURL(path.join(app, "node_modules/ivy-data-session", file)));
    versions[name] = { client: await entry("inline.js"), proxy: await entry("proxy.js") };
  }
  ivy = await Ivy.start();
  ivy.loginPage = "https://checkout.sand.getivy.de/init";
});
afterEach(() => {
  closePage();
  globalThis.fetch = realFetch;
});
after(async () => {
  ivy.close();
  for (const { remove } of folders) await remove();
});

/** Connects a page of one version with a proxy of another, in Ada's browser. */
async function meet(t, page, behind) {
  const { createProxy, sqliteStore } = versions[behind].proxy;
  const settings = {
    ...{ apiKey: key, apiUrl: ivy.url, webhookSecret: secret, origins: [SHOP], loginEnvironment: "sandbox" },
    ...{ store: sqliteStore(":memory:"), identify: () => ({ customerId: `cus_${t.name.length}` }), log() {} },
  };
  const proxy = createProxy(behind === "this" ? { ...settings, tableSecret } : settings);
  t.after(() => proxy.close?.());
  const cookies = new Map();
  globalThis.fetch = async (request, options) => {
    if (!String(request.url ?? request).startsWith(SHOP)) return realFetch(request, options);
    const sent = new Request(request);
    sent.headers.set("origin", SHOP);
    sent.headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await proxy(sent, { address: "127.0.0.1" });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      cookies.set(name, value);
    }
    return response;
  };
  const client = versions[page].client.createClient({ proxyUrl: `${SHOP}/api/ivy`, environment: "sandbox" });
  const headers = { origin: SHOP, "content-type": "application/json", "ivy-client": "1" };
  return { client, proxy, request: new Request(`${SHOP}/pay`, { method: "POST", headers }) };
}

/** Makes both visits: one with a bank login, and one that recalls the account. */
async function bothVisits({ client }) {
  const login = await client.connectBank(REQUEST);
  assert.equal(login.kind, "login");
  ivy.complete(login.id);
  openPage(`${SHOP}/return?ivy=${ivy.nonce(login.id)}`);
  const connected = await client.resumeBankLogin();
  assert.equal(connected.kind, "connected");
  const recalled = await client.connectBank(REQUEST);
  assert.equal(recalled.kind, "recalled");
  assert.equal(recalled.session.id, login.id);
  return recalled.session;
}

test("this version with itself", async (t) => {
  const shop = await meet(t, "this", "this");
  const { id, data } = await bothVisits(shop);
  const choice = { sessionId: id, handle: data.accounts[0].handle, wanted: { required: ["identity"] } };
  assert.equal((await shop.proxy.releaseAccount(shop.request, choice)).session.id, id);
});

test("a page of the first version works with this proxy, except a payment by position, whose error says which side to update", async (t) => {
  const shop = await meet(t, "first", "this");
  const { id } = await bothVisits(shop);
  const choice = { sessionId: id, accountIndex: 0, wanted: { required: ["identity"] } };
  await assert.rejects(shop.proxy.releaseAccount(shop.request, choice), {
    code: "misconfigured",
    message: "releaseAccount: handle: missing; expected that of the chosen account; a page that sends none is older than this proxy, update ivy-data-session in it",
  });
});

test("a page of this version before a proxy of the first one says that the proxy may be too old", async (t) => {
  const { client } = await meet(t, "this", "first");
  for (const call of [client.connectBank(REQUEST), client.recallBank(REQUEST), client.createDataSession(REQUEST)]) {
    await assert.rejects(call, (error) => {
      assert.equal(error.code, "forbidden");
      assert.match(error.message, /older than this page.*update/);
      return true;
    });
  }
  assert.deepEqual(ivy.requests.filter(({ body }) => body.externalUser?.referenceId === `cus_${t.name.length}`), [], "Ivy is not asked");
});
