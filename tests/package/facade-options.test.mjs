// Tests of a client's options, and of loading the library.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import * as ivy from "../../pkg/inline.js";
import { root } from "./packed.mjs";

const PROXY = "https://shop.example/api/ivy";
const ownFetch = globalThis.fetch;
const ownWebAssembly = globalThis.WebAssembly;
afterEach(() => {
  globalThis.fetch = ownFetch;
  globalThis.WebAssembly = ownWebAssembly;
  delete globalThis.location;
});

const thrown = (options) => {
  try {
    ivy.createClient(options);
  } catch (error) {
    return error;
  }
};

const refused = [
  [undefined, "validation_failed"],
  [null, "validation_failed"],
  ["/api/ivy", "validation_failed"],
  [{}, "validation_failed", "proxyUrl"],
  [{ proxyUrl: "" }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: new URL(PROXY) }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: "ftp://shop.example" }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: "javascript:alert(1)" }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: "https://" }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: "https://ada:secret@shop.example/" }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: `${PROXY}?a=1` }, "validation_failed", "proxyUrl"],
  [{ proxyUrl: `${PROXY}#a` }, "validation_failed", "proxyUrl"],
  [{ environment: "staging" }, "validation_failed", "environment"],
  [{ allowedLoginHosts: "a.example" }, "validation_failed", "allowedLoginHosts"],
  [{ allowedLoginHosts: ["https://a.example"] }, "validation_failed", "allowedLoginHosts"],
  [{ allowedLoginHosts: ["a.example:8443"] }, "validation_failed", "allowedLoginHosts"],
  [{ allowedLoginHosts: ["*.a.example"] }, "validation_failed", "allowedLoginHosts"],
  [{ allowedLoginHosts: ["de"] }, "validation_failed", "allowedLoginHosts"],
  [{ timeoutMs: 0 }, "validation_failed", "timeoutMs"],
  [{ timeoutMs: "10" }, "validation_failed", "timeoutMs"],
  [{ timeoutMs: Number.NaN }, "validation_failed", "timeoutMs"],
  [{ timeoutMs: 2 ** 31 }, "validation_failed", "timeoutMs"],
  [{ retries: -1 }, "validation_failed", "retries"],
  [{ retries: 11 }, "validation_failed", "retries"],
  [{ maxResponseBytes: 0 }, "validation_failed", "maxResponseBytes"],
  [{ headers: [] }, "validation_failed", "headers"],
  [{ headers: { "a b": "c" } }, "validation_failed", "headers"],
  [{ headers: { a: 1 } }, "validation_failed", "headers"],
  [{ headers: { a: "\n" + "b\u0100" } }, "validation_failed", "headers"],
  [{ credentials: "always" }, "validation_failed", "credentials"],
  [{ extraFields: ["a,b"] }, "validation_failed", "extraFields"],
  [{ onEvent: "log" }, "validation_failed", "onEvent"],
  [{ proxyURL: PROXY }, "validation_failed"],
  [{ apiKey: "k" }, "unsupported"],
  [{ ivySecret: "k" }, "unsupported"],
  [{ accessToken: "k" }, "unsupported"],
  [{ headers: { "X-Ivy-Api-Key": "k" } }, "unsupported"],
  [{ headers: { "x-ivy-api-KEY": "k" } }, "unsupported"],
  [{ headers: { apikey: "k" } }, "unsupported"],
];
for (const [options, code, field] of refused) {
  test(`createClient refuses ${JSON.stringify(options)}`, () => {
    const error = thrown(options && typeof options === "object" && field !== "proxyUrl" ? { proxyUrl: PROXY, ...options } : options);
    assert.equal(error?.code, code);
    assert.ok(ivy.isIvyError(error));
    if (field) assert.equal(error.issues[0].path[0], field);
    assert.ok(!error.message.includes("ada:secret"));
  });
}

test("what is fine", () => {
  for (const options of [{}, { environment: "local" }, { allowedLoginHosts: ["login.bank.example"] }, { headers: { authorization: "Bearer x" } }, { retries: 0, timeoutMs: 1, extraPermissions: ["income"], environment: undefined }]) {
    assert.equal(typeof ivy.createClient({ proxyUrl: PROXY, ...options }).connectBank, "function");
  }
});

test("on a page: another origin needs credentials of its own, and local is for this machine", () => {
  globalThis.location = new URL("https://shop.example/checkout");
  assert.equal(thrown({ proxyUrl: "/api/ivy" }), undefined);
  assert.equal(thrown({ proxyUrl: "https://shop.example:8443/api" })?.code, "unsupported");
  assert.equal(thrown({ proxyUrl: "https://api.shop.example/" })?.code, "unsupported");
  assert.equal(thrown({ proxyUrl: "https://api.shop.example/", credentials: "include" }), undefined);
  assert.equal(thrown({ proxyUrl: "/api/ivy", environment: "local" })?.code, "unsupported");
  globalThis.location = new URL("http://localhost:8080/");
  assert.equal(thrown({ proxyUrl: "/api/ivy", environment: "local" }), undefined);
});

test("while a page is made on a server a relative URL is no error until it is used", async () => {
  const client = ivy.createClient({ proxyUrl: "/api/ivy" });
  await assert.rejects(client.connectBank({ permissions: ["identity"] }), { code: "unsupported" });
  assert.equal(await client.resumeBankLogin(), null);
});

// Import with a query, so that Node loads a new copy of the module.
let copies = 0;
const copy = () => import(`../../pkg/inline.js?copy=${copies++}`);
const wasm = await readFile(new URL("../../pkg/ivy_data_session_bg.wasm", import.meta.url));

test("before init only the synchronous functions throw", async () => {
  const fresh = await copy();
  for (const use of [() => fresh.maskIban("x"), () => fresh.checkDataSessionRequest({}), () => fresh.decodeDataSessionList("{}"), () => fresh.listQueryFor({})]) {
    assert.throws(use, { code: "not_initialized" });
  }
  globalThis.fetch = async () => new Response('{"id":"s1","status":"open"}', { headers: { "content-type": "application/json" } });
  assert.equal((await fresh.createClient({ proxyUrl: PROXY }).getDataSession("s1")).id, "s1");
  assert.equal(fresh.maskIban("x"), "••••");
});

test("init at the same time loads once, and again changes nothing", async () => {
  const fresh = await copy();
  let loads = 0;
  globalThis.fetch = async () => {
    loads++;
    return new Response(wasm, { headers: { "content-type": "application/wasm" } });
  };
  await Promise.all([fresh.init("https://cdn.example/a.wasm"), fresh.init("https://cdn.example/a.wasm"), fresh.init()]);
  await fresh.init("https://cdn.example/other.wasm");
  assert.equal(loads, 1);
});

test("init takes every kind of source", async () => {
  const response = (type) => new Response(wasm, { headers: { "content-type": type } });
  globalThis.fetch = async () => response("application/wasm");
  const sources = [undefined, wasm, new Uint8Array(wasm).buffer, new WebAssembly.Module(wasm), response("application/wasm"), Promise.resolve(response("application/wasm; charset=x")), response("application/octet-stream"), new URL("https://cdn.example/a.wasm"), "https://cdn.example/a.wasm"];
  for (const source of sources) {
    const fresh = await copy();
    await fresh.init(source);
    assert.equal(fresh.maskIban("x"), "••••");
  }
});

test("init accepts objects of another realm", async () => {
  const realm = createContext({ bytes: new Uint8Array(wasm) });
  for (const source of ["Uint8Array.from(bytes)", "Uint8Array.from(bytes).buffer"]) {
    const fresh = await copy();
    await fresh.init(runInContext(source, realm));
    assert.equal(fresh.maskIban("x"), "••••", source);
  }
  const response = { ok: true, status: 200, headers: new Map(), arrayBuffer: async () => new Uint8Array(wasm).buffer };
  await (await copy()).init(response);
});

test("no class of the page is tested by instanceof: other realms and test DOMs have their own", async () => {
  const names = async (folder) => (await readdir(path.join(root, folder), { recursive: true })).map((name) => path.join(root, folder, name));
  const files = (await Promise.all(["pkg/src", "src/wasm"].map(names))).flat().filter((file) => !/\/pkg\/src\/(proxy|sandbox|cli)\//.test(file));
  assert.ok(files.length > 40);
  for (const file of files.filter((name) => /\.(ts|rs)$/.test(name))) {
    const code = (await readFile(file, "utf8")).replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
    assert.doesNotMatch(code, /instanceof (?!Error\b)|dyn_into|dyn_ref|has_type|is_instance_of/, file);
  }
});

test("a load that fails can be tried again", async () => {
  const fresh = await copy();
  const page = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  const failures = [
    () => Promise.reject(new TypeError("failed to fetch")),
    () => Promise.reject("blocked"),
    async () => page(),
    async () => new Response("<!doctype html>", { headers: { "content-type": "application/wasm" } }),
    async () => new Response("", { status: 404 }),
    async () => new Response(wasm.subarray(0, 5_000)),
    async () => new Response(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
  ];
  for (const fetch of failures) {
    globalThis.fetch = fetch;
    await assert.rejects(fresh.init("https://cdn.example/a.wasm"), (error) => error.code === "load_failed" && error.retryable && fresh.isIvyError(error));
  }
  await fresh.init();
  assert.equal(fresh.maskIban("x"), "••••");
});

test("a page that may not run WebAssembly gets wasm_blocked", async () => {
  for (const blocked of [undefined, { ...ownWebAssembly, Module: class { constructor() { throw new ownWebAssembly.CompileError("blocked by CSP"); } }, compile: async () => { throw new ownWebAssembly.CompileError("blocked by CSP"); } }]) {
    globalThis.WebAssembly = blocked;
    const fresh = await copy();
    await assert.rejects(fresh.init(), { code: "wasm_blocked", retryable: false });
    await assert.rejects(fresh.createClient({ proxyUrl: PROXY }).getDataSession("s1"), { code: "wasm_blocked" });
    globalThis.WebAssembly = ownWebAssembly;
    await fresh.init();
  }
});

test("copies of the package know each other's errors", async () => {
  const other = await copy();
  const error = thrown({});
  assert.ok(other.isIvyError(error) && error instanceof Error && error.stack.includes("IvyError"));
  for (const value of [undefined, null, "x", {}, new Error("x"), { name: "IvyError" }]) assert.equal(ivy.isIvyError(value), false);
});
