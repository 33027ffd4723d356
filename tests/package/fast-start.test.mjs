// Tests of a fast start: the time at which the WebAssembly file is requested, and the number of fetches and compilations.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../engines/engine.mjs";
import { root, strictPolicy } from "./packed.mjs";

const WASM = "/ivy_data_session_bg.wasm";

let server;
let browser;
/** The requested paths, in order. */
const asked = [];
/** The content type of the WebAssembly file. */
let type = "application/wasm";

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

before(async () => {
  const file = (name) => readFile(path.join(root, "pkg", name));
  const files = { "/index.js": ["text/javascript", await file("index.js")], "/page.js": ["text/javascript", script], [WASM]: ["", await file("ivy_data_session_bg.wasm")] };
  files["/plain"] = ["text/html", html("")];
  files["/preloaded"] = ["text/html", html(`<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${WASM}">`)];
  server = createServer((request, response) => {
    asked.push(request.url);
    const [known, body] = files[request.url] ?? ["text/plain", ""];
    response.writeHead(200, { "content-type": known || type, "content-security-policy": `${strictPolicy}; img-src data:` });
    response.end(body);
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

const RIGHT = { atOnce: 1, fetched: 1, masked: "DE•• •••• •••• •••• ••30 00", compiled: 1, instances: 1, streamed: 1 };

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

test("the README's preload requests the file before the library has loaded, and it is used: one request, no warning", async () => {
  const readme = await readFile(path.join(root, "README.md"), "utf8");
  assert.match(readme, /<link rel="preload" as="fetch" type="application\/wasm" crossorigin href="[^"]+\.wasm">/);
  const { result, said, requests, order } = await open("/preloaded");
  assert.deepEqual([result, requests, said], [RIGHT, 1, []]);
  assert.ok(order.indexOf(WASM) < order.indexOf("/index.js"), order.join());
});
