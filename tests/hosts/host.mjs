// Installs the examples of `www/examples` as a merchant would, starts them against a fresh sandbox, and sends the requests
// of their pages.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../engines/service.mjs";
import { root } from "../package/packed.mjs";
import { TestEnv, Visitor } from "../proxy/test-env.mjs";
import { startServer, stopServer } from "../shared/servers.mjs";
import { install } from "../toolchains/fixture.mjs";

const here = path.join(root, "tests/hosts");

/** The available versions of Node as `[name, program]`: the present one, and a newer one if npm has installed it. */
export const nodes = [
  [process.version, process.execPath],
  ["a newer Node", path.join(root, "node_modules/node-22/bin/node")],
].filter(([, program]) => existsSync(program));

/** Installs an example. */
export const installExample = (name) => install(name, { from: path.join(root, "www/examples"), use: "" });

/** Installs an app of this folder, with the common module of `app`. `like` is a toolchain with the same tools. */
export async function installShop(name, like) {
  const app = await install(name, { from: here, use: "", ...(like && { lock: path.join(root, "tests/toolchains", like) }) });
  await cp(path.join(here, "app/ivy.js"), path.join(app.folder, "ivy.js"));
  return app;
}

/** Drives an app of this folder, which serves its own routes below /shop. */
export async function driveShop(bank, options) {
  await drive(bank, { signInAt: "/shop/sign-in", payAt: "/shop/pay", ...options });
  await drivePlainReturn(bank);
}

/** Checks the return page that the proxy serves: opening it changes nothing, and the post of its form does. */
async function drivePlainReturn({ url }) {
  const ada = await signedIn(url, "/shop/sign-in", "ada");
  const started = await ada.form("/api/ivy/start", { permissions: "identity", market: "DE" });
  assert.equal(started.status, 303, started.text);
  const nonce = await ada.logIn(started.headers.get("location"));
  const headers = { cookie: ada.cookie, "accept-language": "de-AT,de;q=0.9,en;q=0.5" };
  for (let visit = 0; visit < 2; visit += 1) {
    const page = await fetch(`${url}/plain/return?ivy=${nonce}`, { headers });
    assert.deepEqual([page.status, page.headers.get("referrer-policy"), page.headers.get("cache-control")], [200, "same-origin", "no-store"]);
    assert.match(await page.text(), new RegExp(`lang="de".*<form method="post"><input type="hidden" name="ivy" value="${nonce}"><button>Weiter`, "s"));
  }
  const elsewhere = await ada.form("/plain/return", { ivy: nonce }, { origin: "https://evil.example" });
  assert.equal(elsewhere.status, 403);
  const returned = await ada.form("/plain/return", { ivy: nonce });
  assert.deepEqual([returned.status, returned.headers.get("location")], [303, "/shop/after-complete"], returned.text);
}

/**
 * Checks a page whose server renders the offer, after {@link drive}: a customer's account is in the HTML with a form that pays,
 * and nobody else's is.
 */
export async function driveRendered({ url }, { signInAt = "/sign-in" } = {}) {
  const html = async ({ cookie = "" } = {}) => {
    const response = await fetch(`${url}/`, { headers: { cookie } });
    assert.match(response.headers.get("cache-control"), /no-store/);
    return response.text();
  };
  const ada = await signedIn(url, signInAt, "ada");
  const page = await html(ada);
  const [, form] = /<form[^>]*action="\/plain\/pay"[^>]*>(.*?)<\/form>/s.exec(page) ?? assert.fail(page);
  const value = (name) => new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]+)"`).exec(form)?.[1];
  assert.match(form, /Test Bank/);
  const choice = { sessionId: value("sessionId"), handle: value("handle") };
  const paid = await ada.form("/plain/pay", choice);
  assert.deepEqual([paid.status, paid.headers.get("location")?.replace(url, "")], [303, "/plain/paid"], paid.text);
  const ben = await signedIn(url, signInAt, "ben");
  assert.equal((await ben.form("/plain/pay", choice)).status, 404, "Ben pays from Ada's account");
  assert.equal((await ada.form("/plain/pay", choice, { origin: "https://shop.example" })).status, 403, "a post of another site");
  for (const visitor of [ben, {}]) assert.doesNotMatch(await html(visitor), /Test Bank|plain\/pay/);
}

/** Starts a sandbox. Returns it with the environment of a shop that uses it. */
export async function openBank() {
  const testEnv = await TestEnv.make();
  await testEnv.startSandbox();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const environment = {
    ...{ ORIGIN: url, PORT: String(port), LOGIN_ORIGINS: testEnv.ivy, SESSION_PASSWORD: "for-tests-only-".repeat(3) },
    ...{ IVY_API_KEY: testEnv.key, IVY_API_URL: testEnv.ivy, IVY_SIGNING_SECRET: testEnv.secret, IVY_TABLE_SECRET: testEnv.tableSecret },
  };
  return { testEnv, url, port, environment };
}

/** Starts the built server of an app of this folder, and drives it. `start` gets the environment of the shop. */
export async function driveBuilt(t, start, options) {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const server = await start({ HOST: "127.0.0.1", HOSTNAME: "127.0.0.1", ...bank.environment });
  t.after(server.stop);
  for (const end = Date.now() + 30_000; Date.now() < end && !(await fetch(bank.url).catch(() => undefined)); ) await pause(50);
  await driveShop(bank, options);
}

/** Starts an app's `server.js` with a version of Node. Returns the server with `stop`. */
export async function startShop(folder, node, environment, program = "server.js") {
  const server = await startServer(node, [program], environment, folder);
  return { ...server, stop: () => stopServer(server) };
}

/**
 * Checks everything that a back end must do: for a guest, for two visits of a customer, for another customer, and for pages
 * of other origins.
 */
export async function drive({ testEnv, url }, { signInAt = "/sign-in", payAt = "/pay" } = {}) {
  const guest = new Visitor(url);
  const nothing = await guest.call("/data/session/list", {});
  assert.deepEqual([nothing.status, nothing.body], [200, { dataSessions: [] }]);
  assert.equal(nothing.headers.get("ivy-recall"), "guest");

  const ada = await signedIn(url, signInAt, "ada");
  assert.deepEqual((await ada.call("/data/session/list", {})).body, { dataSessions: [] });
  const created = await ada.create("the-first-click");
  assert.equal(created.status, 200, created.text);
  assert.ok(!/CallbackUrl|externalUser/.test(created.text), "the page learns of a callback URL or a customer's id");
  assert.equal((await ada.create("the-first-click")).body.id, created.body.id, "a click that is sent twice creates once");
  const nonce = await ada.logIn(created.body.redirectUrl);
  assert.deepEqual((await ada.call("/data/session/list", {})).body, { dataSessions: [] }, "nothing is released before the return");
  assert.equal((await ada.call("/result", { nonce })).body.status, "complete");

  const later = await signedIn(url, signInAt, "ada");
  const known = (await later.call("/data/session/list", {})).body.dataSessions;
  assert.deepEqual(known.map(({ id, data }) => [id, data.bankName]), [[created.body.id, "Test Bank"]]);
  // Wait for the callback: the sandbox lets the shopper continue before a slow callback gets its response.
  for (const end = Date.now() + 30_000; (await testEnv.stats()).callbacksSent === 0 && Date.now() < end; ) await pause(20);
  const { bankLogins, callbacksSent } = await testEnv.stats();
  assert.deepEqual([bankLogins, callbacksSent], [1, 1], "one bank login for both visits, confirmed by a signed callback");

  const ben = await signedIn(url, signInAt, "ben");
  assert.deepEqual((await ben.call("/data/session/list", {})).body, { dataSessions: [] });
  assert.equal((await ben.call("/data/session/details", { id: created.body.id })).status, 404);
  assert.equal((await ben.call("/data/session/list", { externalUserReferenceId: "cus_ada" })).status, 403);

  const choice = { sessionId: created.body.id, handle: known[0].data.accounts[0].handle };
  assert.deepEqual((await later.post(payAt, choice)).body, { paid: true, bank: "Test Bank" });
  assert.equal((await ben.post(payAt, choice)).status, 404, "Ben pays from Ada's account");
  const gone = await later.post(payAt, { ...choice, handle: "A".repeat(22) });
  assert.deepEqual([gone.status, gone.body], [404, { code: "account_gone" }]);

  for (const headers of [{ origin: "https://shop.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }]) {
    assert.equal((await later.post(payAt, choice, headers)).status, 403, `paying with ${JSON.stringify(headers)}`);
    const refused = await guest.form(signInAt, { customer: "ada" }, headers);
    assert.deepEqual([refused.status, refused.headers.getSetCookie()], [403, []], `signing in with ${JSON.stringify(headers)}`);
  }
  assert.equal((await later.post(payAt, choice, { "content-type": "text/plain" })).status, 415, "paying by text");
  const turned = await guest.form(signInAt, { customer: "ada" });
  assert.ok(turned.headers.getSetCookie().some((cookie) => /^ivy_guest=;.*Max-Age=0/.test(cookie)), "the guest ends with a sign-in");

  for (const headers of [{ origin: "https://shop.example" }, { origin: "null" }, { "ivy-client": "3" }, { "sec-fetch-site": "cross-site" }]) {
    assert.equal((await ada.call("/data/session/list", {}, headers)).status, 403, JSON.stringify(headers));
  }
  const preflight = (origin) =>
    fetch(`${url}/api/ivy/data/session/list`, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });
  assert.equal((await preflight(url)).headers.get("access-control-allow-origin"), url);
  assert.equal((await preflight("https://shop.example")).headers.get("access-control-allow-origin"), null);
}

async function signedIn(url, signInAt, customer) {
  const visitor = new Visitor(url);
  const { status } = await visitor.form(signInAt, { customer });
  assert.equal(status, 303);
  return visitor;
}
