// Tests of the messages of errors: each case of `tests/data/messages.json` is run, and its whole message compared.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, test } from "node:test";
import * as ivy from "../../pkg/inline.js";
import { createProxy, postgresStore, sqliteStore, toNodeListener } from "../../pkg/proxy.js";
import { startSandbox } from "../../pkg/sandbox.js";

const table = JSON.parse(await readFile(new URL("../data/messages.json", import.meta.url), "utf8"));
const folder = await mkdtemp(path.join(tmpdir(), "ivy-messages-"));
after(() => rm(folder, { recursive: true, force: true }));

const ownFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = ownFetch;
});

const PROXY_URL = "https://shop.example/api/ivy";
const client = ivy.createClient({ proxyUrl: PROXY_URL, retries: 0 });
await ivy.init();

/** The locales of Ivy, whose list is made from the library's own. */
const LOCALES = /^locale: .*expected one of (.*)$/.exec(ivy.checkDataSessionRequest({ referenceId: "order-1", permissions: ["identity"], locale: "xx" }).issues[0].message)[1];

const connect = (request, options) => client.connectBank(request, options);

/** Lists sessions while the proxy answers with `answer`. */
const listing = (answer) => {
  globalThis.fetch = answer;
  return client.listDataSessions();
};
const respond = (status, type, body = "") => async () => new Response(body, { status, headers: { "content-type": type } });

const library = {
  "createClient()": () => ivy.createClient(),
  "createClient with proxyURL": () => ivy.createClient({ proxyURL: PROXY_URL }),
  "createClient with a name that is close to none": () => ivy.createClient({ proxyUrl: PROXY_URL, colour: "red" }),
  "createClient with a name that is a value": () => ivy.createClient({ proxyUrl: PROXY_URL, "ada@example.com": 1 }),
  "createClient without proxyUrl": () => ivy.createClient({}),
  "createClient with timeoutMs of 0": () => ivy.createClient({ proxyUrl: PROXY_URL, timeoutMs: 0 }),
  "createClient with a host that is none": () => ivy.createClient({ proxyUrl: PROXY_URL, allowedLoginHosts: ["bank.example", "https://bank.example"] }),
  "createClient with the API key": () => ivy.createClient({ proxyUrl: PROXY_URL, apiKey: "made-for-tests" }),
  "connectBank()": () => connect(),
  "connectBank with null": () => connect(null),
  "connectBank with three mistakes": () => connect({ permissions: ["identity"], market: "Germany", locale: "xx", externalUser: { email: "ada" } }),
  "connectBank with two mistakes": () => connect({ permissions: ["identity"], locale: "xx", externalUser: { email: "ada" } }),
  "connectBank without permissions": () => connect({}),
  "connectBank with a permission that is misspelt": () => connect({ permissions: ["identiy"] }),
  "connectBank with permissions that are no list": () => connect({ permissions: "identity" }),
  "connectBank with a field that is misspelt": () => connect({ permissions: ["identity"], makret: "DE" }),
  "connectBank with maxAgeDay": () => connect({ permissions: ["identity"] }, { maxAgeDay: 90 }),
  "recallBank()": () => client.recallBank(),
  "createDataSession with an e-mail address that is none": () => client.createDataSession({ permissions: ["identity"], externalUser: { email: "ada" } }),
  "getDataSession()": () => client.getDataSession(),
  "listDataSessions with an unknown field": () => client.listDataSessions({ email: "ada@example.com" }),
  "openBankLogin()": () => client.openBankLogin(),
  "openBankLogin with another mode": () => client.openBankLogin({}, { mode: "tab" }),
  "buildDataSessionRequest()": () => ivy.buildDataSessionRequest(),
  "buildListQuery()": () => ivy.buildListQuery(),
  "listQueryFor()": () => ivy.listQueryFor(),
  "maskIban()": () => ivy.maskIban(),
  "a wrong path at the proxy": () => listing(respond(404, "text/html; charset=utf-8")),
  "a page of HTML": () => listing(respond(200, "text/html", "<p>")),
  "no network": () => listing(async () => { throw new TypeError("made for tests"); }),
  "401": () => listing(respond(401, "application/json", '{"code":"unauthorized"}')),
  "403": () => listing(respond(403, "application/json", '{"code":"forbidden"}')),
  "422": () => listing(respond(422, "application/json", '{"code":"validation_failed","issues":[{"path":["externalUserEmail"],"code":"invalid_email"}]}')),
};

const right = {
  apiKey: "made-for-tests",
  apiUrl: "http://127.0.0.1:9",
  webhookSecret: "made-for-tests-too",
  tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=",
  origins: ["https://shop.example"],
  identify: () => null,
};
const made = (options) => createProxy({ ...right, store: sqliteStore(":memory:"), ...options });
const { apiKey: _, ...withoutKey } = right;

/** Rejects with the first line of the log that a proxy writes about its start. */
async function logged(options) {
  const lines = [];
  const proxy = made({ ...options, log: (line) => lines.push(JSON.parse(line).message) });
  await proxy.checkListPath().catch(() => {});
  await proxy.close();
  throw new Error(lines[0]);
}

/** Rejects with the line of a proxy whose Ivy rejects the key. */
async function wrongKey() {
  const server = createServer((_request, response) => response.writeHead(401, { "content-type": "application/json" }).end("{}"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await logged({ apiUrl: `http://127.0.0.1:${server.address().port}` });
  } finally {
    server.close();
  }
}

/** A pool whose statements fail with a code of the system. */
const failing = (code) => postgresStore({ query: async () => Promise.reject(Object.assign(new Error("ada@example.com"), { code })) });

const proxy = {
  "createProxy()": () => createProxy(),
  "apiKey missing": () => createProxy({ ...withoutKey, store: sqliteStore(":memory:") }),
  "apiKey empty": () => made({ apiKey: "" }),
  "apiKey is a number": () => made({ apiKey: 7 }),
  "an option that is misspelt": () => made({ webhooksecret: "x" }),
  "a limit that is misspelt": () => made({ limits: { pageBoddy: 1 } }),
  "a choice that is misspelt": () => made({ listBy: "referenceID" }),
  "an origin with a path": () => made({ origins: ["https://shop.example/"] }),
  "apiUrl without https": () => made({ apiUrl: "http://api.sand.getivy.de" }),
  "store is a path": () => made({ store: "ivy.sqlite" }),
  "store is a pool": () => made({ store: { query() {}, connect() {} } }),
  "trustSessionsBefore in milliseconds": () => made({ trustSessionsBefore: 1_700_000_000_000 }),
  "sqliteStore()": () => sqliteStore(),
  "sqliteStore in a folder that is missing": () => sqliteStore(path.join(folder, "none", "ivy.sqlite")),
  "postgresStore()": () => postgresStore(),
  "toNodeListener()": () => toNodeListener(),
  "a wrong API key at the start": wrongKey,
  "a database whose host is unknown": () => logged({ store: failing("ENOTFOUND") }),
  "a database that is not started": () => logged({ store: failing("ECONNREFUSED") }),
};

const sandbox = {
  "startSandbox with an option that is misspelt": () => startSandbox({ prt: 1 }),
  "startSandbox with a port that is none": () => startSandbox({ port: "8081" }),
};

for (const [part, cases] of Object.entries({ library, proxy, sandbox })) {
  test(`${part}: the table and the cases have the same names`, () => assert.deepEqual(Object.keys(cases).sort(), Object.keys(table[part]).sort()));
  for (const [name, expected] of Object.entries(table[part])) {
    test(`${part}: ${name}`, async () => {
      const message = expected.replace("LOCALES", LOCALES).replace("FOLDER", folder);
      await assert.rejects(async () => cases[name](), (error) => {
        assert.equal(error.message, message);
        assert.ok(!/ada@example\.com|made-for-tests/.test(message.replace(/such as .*/, "")));
        return true;
      });
    });
  }
}
