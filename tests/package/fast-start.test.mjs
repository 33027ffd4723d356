// Tests of loading in a page: the time at which the WebAssembly file is requested, the number of fetches and compilations, and
// the chunk that replaces a file that cannot be used.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../engines/engine.mjs";
import { root, strictPolicy } from "./packed.mjs";

const WASM = "/ivy_data_session_bg.wasm";
const CHUNK = "/inline-wasm.js";

let server;
let browser;
/** The requested paths, in order. */
const asked = [];
/** The content type of the WebAssembly file. */
let type = "application/wasm";
/** Other responses than those of `files`, by path: `[status, type, body]`. */
let faults = {};
/** The policy of the pages. */
let policy = `${strictPolicy}; img-src data:`;

const html = (head) => `<!doctype html><title>start</title><link rel="icon" href="data:,">${head}<script type="module" src="/page.js"></script>`;

/** The script of the page. It counts compilations, and records if `init()` requests the file before it returns. */
const script = `
  const counts = { compile: 0, compileStreaming: 0, instantiate: 0, instantiateStreaming: 0, Module: 0, Instance: 0 };
  for (const name of Object.keys(counts)) {
    const own = WebAssembly[name];
    WebAssembly[name] = /^[a-z]/.test(name)
      ? (...args) => (counts[name]++, own.apply(WebAssembly, args))
      : class extends own { constructor(...args) { super(...args); counts[name]++; } };
    Object.setPrototypeOf(WebAssembly[name], own);
    if (own[Symbol.hasInstance]) Object.defineProperty(WebAssembly[name], Symbol.hasInstance, { value: (value) => value instanceof own });
  }
  const ivy = await import("/index.js");
  const { fetch } = globalThis;
  let fetched = 0;
  globalThis.fetch = (...args) => (fetched++, fetch(...args));
  const done = Promise.all([ivy.init(), ivy.init()]);
  const atOnce = fetched;
  await done;
  await ivy.init();
  globalThis.result = { atOnce, fetched, masked: ivy.maskIban("DE89370400440532013000"), compiled: counts.compile + counts.compileStreaming + counts.Module + counts.instantiate + counts.instantiateStreaming, instances: counts.Instance, streamed: counts.compileStreaming };`;

/** The script of a page that loads the library and reports the failure. The query has the folder of the entry. */
const healing = `
  const ivy = await import(location.search.slice(1) + "/index.js");
  const mask = () => ivy.maskIban("DE89370400440532013000");
  globalThis.result = await ivy.init().then(mask, ({ name, code, message, status = null, retryable }) => ({ name, code, message, status, retryable }));`;

const files = {};

before(async () => {
  const file = (name) => readFile(path.join(root, "pkg", name));
  const [entry, wasm] = [await file("index.js"), await file(WASM)];
  Object.assign(files, { "/index.js": ["text/javascript", entry], "/page.js": ["text/javascript", script], [WASM]: ["", wasm] });
  files[CHUNK] = ["text/javascript", await file(CHUNK)];
  // Entries as bundlers leave them: an `import.meta` without a URL, and the file as a `data:` URL.
  const [, expression] = /(new URL\("\.\/ivy_data_session_bg\.wasm",import\.meta\.url\))/.exec(entry);
  for (const [folder, replacement] of [["/empty", 'new URL("./ivy_data_session_bg.wasm",void 0)'], ["/data", `new URL("data:application/wasm;base64,${wasm.toString("base64")}")`]]) {
    files[`${folder}/index.js`] = ["text/javascript", String(entry).replace(expression, replacement)];
    files[`${folder}${CHUNK}`] = files[CHUNK];
  }
  files["/healing.js"] = ["text/javascript", healing];
  files["/healing"] = ["text/html", html("").replace("/page.js", "/healing.js")];
  files["/plain"] = ["text/html", html("")];
  files["/preloaded"] = ["text/html", html(`<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${WASM}">`)];
  server = createServer((request, response) => {
    asked.push(request.url);
    const { pathname } = new URL(request.url, "http://localhost");
    const [known, body] = files[pathname] ?? ["text/plain", ""];
    const [status, own, content] = faults[pathname] ?? [200, known || type, body];
    response.writeHead(status, { "content-type": own, "content-security-policy": policy });
    response.end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function open(place) {
  asked.length = 0;
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(`http://localhost:${server.address().port}${place}`);
  await page.waitForFunction(() => "result" in globalThis);
  const result = await page.evaluate(() => globalThis.result);
  // Chromium warns about an unused preload a few seconds after the page has loaded.
  if (place === "/preloaded") await page.waitForTimeout(4_000);
  await page.close();
  return { result, said, requests: asked.filter((url) => url === WASM).length, order: [...asked] };
}

const RIGHT = { atOnce: 1, fetched: 1, masked: "DE •••• 3000", compiled: 1, instances: 1, streamed: 1 };

test("the file is requested in init() itself, fetched once and compiled once while it arrives", async () => {
  const { result, requests } = await open("/plain");
  assert.deepEqual([result, requests], [RIGHT, 1]);
});

test("a server that sends another type: the same file is compiled once, when it has arrived", async () => {
  for (const other of ["application/octet-stream", "text/html; charset=utf-8", "application/wasm; charset=utf-8"]) {
    type = other;
    const { result, requests } = await open("/plain");
    assert.deepEqual([result, requests], [{ ...RIGHT, streamed: 0 }, 1], other);
  }
  type = "application/wasm";
});

test("the documented preload requests the file before the library has loaded, and it is used: one request, no warning", async () => {
  const guide = await readFile(path.join(root, "www/docs/csp-and-sri.md"), "utf8");
  assert.match(guide, /<link rel="preload" as="fetch" type="application\/wasm" crossorigin href="[^"]+\.wasm">/);
  const { result, said, requests, order } = await open("/preloaded");
  assert.deepEqual([result, requests, said], [RIGHT, 1, []]);
  assert.ok(order.indexOf(WASM) < order.indexOf("/index.js"), order.join());
});

/** Opens a page whose library is in `folder`. Returns its result, and the numbers of requests for the file and the chunk. */
async function heal(responses, folder = "") {
  faults = responses;
  try {
    const { result } = await open(`/healing?${folder}`);
    return { result, requests: [WASM, CHUNK].map((path) => asked.filter((url) => url === `${folder}${path}`).length) };
  } finally {
    faults = {};
  }
}

const HEALED = { result: RIGHT.masked, requests: [1, 1] };

test("a file that a bundler dropped or a server replaced is loaded from the chunk, which is requested once", async () => {
  const wasm = files[WASM][1];
  const page = "<!doctype html><title>shop</title>";
  const rows = {
    "nothing": [404, "text/plain", ""],
    "an error of the server": [500, "text/plain", ""],
    "a page in place of a missing file": [200, "text/html", page],
    "a page with the type of WebAssembly": [200, "application/wasm", page],
    "an empty file": [200, "application/wasm", ""],
    "the first half": [200, "application/wasm", wasm.subarray(0, wasm.length / 2)],
    "the first half without its type": [200, "application/octet-stream", wasm.subarray(0, wasm.length / 2)],
    "another module": [200, "application/wasm", Buffer.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    "a file without its first bytes": [200, "application/wasm", wasm.subarray(8)],
  };
  for (const [name, response] of Object.entries(rows)) assert.deepEqual(await heal({ [WASM]: response }), HEALED, name);
});

test("a wrong type alone needs no chunk", async () => {
  const wasm = files[WASM][1];
  assert.deepEqual(await heal({ [WASM]: [200, "text/html", wasm] }), { result: RIGHT.masked, requests: [1, 0] });
});

test("an entry without a URL, or with a data: URL that the policy forbids, loads the chunk", async () => {
  assert.deepEqual(await heal({}, "/empty"), { result: RIGHT.masked, requests: [0, 1] });
  assert.deepEqual(await heal({}, "/data"), { result: RIGHT.masked, requests: [0, 1] });
});

const GUIDE = "https://github.com/getivy/ivy-data-session/blob/main/www/docs/bundlers.md";

test("without the chunk one error names both attempts and the guide", async () => {
  const missing = [404, "text/plain", ""];
  const rows = [
    ["", { [WASM]: missing, [CHUNK]: missing }, "could not be fetched (status 404)", 404, [1, 1]],
    ["", { [WASM]: [200, "text/html", "<!doctype html>"], [CHUNK]: [200, "text/html", "<!doctype html>"] }, "is not WebAssembly, or is incomplete", null, [1, 1]],
    ["/empty", { [`/empty${CHUNK}`]: missing }, "has no valid address", null, [0, 1]],
    ["/data", { [`/data${CHUNK}`]: missing }, "could not be fetched", null, [0, 1]],
  ];
  for (const [folder, responses, problem, status, requests] of rows) {
    const message = `init: the WebAssembly file: ${problem}; inline-wasm.js: could not be fetched; see ${GUIDE}`;
    const result = { name: "IvyError", code: "load_failed", message, status, retryable: true };
    assert.deepEqual(await heal(responses, folder), { result, requests }, problem);
  }
});

test("a page that may not run WebAssembly does not load the chunk", async () => {
  const allowed = policy;
  policy = policy.replace(" 'wasm-unsafe-eval'", "");
  try {
    for (const [folder, requests] of [["", [1, 0]], ["/empty", [0, 0]], ["/data", [0, 0]]]) {
      const { result, ...rest } = await heal({ [WASM]: [404, "text/plain", ""] }, folder);
      assert.deepEqual([result.code, rest.requests], ["wasm_blocked", requests], folder);
    }
  } finally {
    policy = allowed;
  }
});
