// Checks that mixed calls in Chromium do not increase memory: the JavaScript heap and the WebAssembly memory.
//
//   node tests/soak/memory.mjs --calls 1000000
//
// `cargo xtask soak` builds the package and runs it. The first 10,000 calls (a tenth of fewer) warm up; the memory after
// them is the limit for the end. Every response is checked. Exits with 1 if memory grew or a response was wrong. The last
// line is JSON with the figures, in bytes and seconds.

import { parseArgs } from "node:util";
import { launchChromium } from "../engines/engine.mjs";
import { startServer } from "../faults/server.mjs";

const CALLS = Number(parseArgs({ options: { calls: { type: "string", default: "1000000" } } }).values.calls);
const WARM_UP = Math.min(10_000, CALLS / 10);
const BATCH = 1_000;

/** The growth of the heap that is allowed, in bytes. Engines create code and caches at any time. */
const SLACK = 512 * 1024;

if (!(CALLS >= 2 * BATCH)) throw new Error(`the number of calls: a number from ${2 * BATCH} up`);

/** Runs in the page: calls of every kind in rotation. Most succeed, and some fail in each way. */
function prepare() {
  const instances = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      // The build may have shortened the export's name.
      instances.push(Object.values(this.exports).find((one) => one instanceof WebAssembly.Memory));
    }
  };
  const person = { email: "ada@example.com", phone: "+4915200000001", referenceId: "cus_ada" };
  const request = { permissions: ["identity"], market: "DE", externalUser: person, metadata: { basket: [1, "two", null] } };
  const iban = { iban: "DE89370400440532013000", bban: "370400440532013000" };
  const session = (at) => ({ id: `s${at}`, status: "complete", createdAt: 1_700_000_000 + at, data: { bankName: "Test Bank", identity: { name: "Ada Example", dateOfBirth: "1985-12-10" }, accounts: [{ name: "A", type: "checking", identifier: { iban } }] } });
  const list = JSON.stringify({ dataSessions: [...Array.from({ length: 20 }, (_, at) => session(at)), { malformed: true }] });
  const created = JSON.stringify({ id: "new", status: "open", redirectUrl: "https://checkout.getivy.de/?session=new" });
  const json = { "content-type": "application/json", date: "Thu, 13 Nov 2025 12:00:00 GMT" };
  const answer = (body, status = 200, headers = json) => new Response(body, { status, headers });

  // Responses in place of the network, with which a million calls would take a day.
  const replies = {
    "/well/data/session/create": () => answer(created),
    "/well/data/session/list": () => answer(list),
    "/well/data/session/details": () => answer(JSON.stringify(session(1))),
    "/first/data/session/list": () => answer('{"dataSessions":[]}'),
    "/first/data/session/create": () => answer(created),
    "/refuses/data/session/create": () => answer('{"code":"validation_failed","requestId":"r1","issues":[{"path":["market"],"code":"invalid_market"}]}', 422),
    "/broken/data/session/list": () => answer(list.slice(0, 700)),
    "/page/data/session/list": () => answer("<!doctype html>", 200, { "content-type": "text/html" }),
    "/down/data/session/details": () => Promise.reject("no network"),
    "/late/data/session/details": ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject("no Error"))),
    "/large/data/session/list": () => answer(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(10_000)) })),
  };
  const own = globalThis.fetch;
  globalThis.fetch = async (sent) => (sent.url ? replies[new URL(sent.url).pathname](sent) : own(sent));

  /** Checks the result of a call with `is`, which gets the code of an error. */
  const resultOf = async (promise, is) => is(await promise.catch((error) => error.code));
  const code = (expected) => (found) => found === expected;

  return async () => {
    const ivy = await import("/pkg/index.js");
    await ivy.init();
    const at = (path, options) => ivy.createClient({ proxyUrl: path, retries: 0, maxResponseBytes: 50_000, ...options });
    const [well, first, refuses, broken, page, down, late, large] = ["/well", "/first", "/refuses", "/broken", "/page", "/down", "/late", "/large"].map((path) => at(path));
    const bytes = new TextEncoder().encode(list);
    const deep = "[".repeat(10_000);
    const abort = (client) => {
      const controller = new AbortController();
      queueMicrotask(() => controller.abort("enough"));
      return client.getDataSession("s1", { signal: controller.signal });
    };
    const kinds = [
      () => ivy.checkDataSessionRequest({ ...request, referenceId: "order-1" }).ok,
      () => ivy.checkDataSessionRequest({ ...request, market: "Germany", metadata: { a: () => {} } }).issues.length === 3,
      () => ivy.decodeDataSessionList(bytes).sessions.length === 20,
      () => ivy.decodeDataSessionList(list).rejected.length === 1,
      () => ivy.scanDataSessionList(bytes).at(-1).id === "s19",
      () => ivy.decodeDataSession('{"id":"s1","status":"odd"}').warnings[0].code === "unknown_status",
      () => ivy.listQueryFor(person).externalUserReferenceId === "cus_ada",
      () => ivy.checkListQuery({}).issues[0].code === "required",
      () => ivy.maskIban(iban.iban).endsWith("3000"),
      () => {
        try {
          return ivy.decodeDataSessionList(deep) === undefined;
        } catch (error) {
          return error.code === "decode_failed";
        }
      },
      () => resultOf(well.createDataSession(request), (made) => made.id === "new"),
      () => resultOf(well.listDataSessions(), (found) => found.sessions.length === 20),
      () => resultOf(well.getDataSession("s1"), (found) => found.id === "s1"),
      () => resultOf(well.connectBank(request), (outcome) => outcome.kind === "recalled" && outcome.session.id === "s19"),
      () => resultOf(first.connectBank(request), (outcome) => outcome.kind === "login" && outcome.reason === "no_past_session"),
      () => resultOf(refuses.createDataSession(request), code("validation_failed")),
      () => resultOf(broken.listDataSessions(), code("decode_failed")),
      () => resultOf(page.listDataSessions(), code("misconfigured")),
      () => resultOf(down.getDataSession("s1"), code("network")),
      () => resultOf(large.listDataSessions(), code("response_too_large")),
      () => resultOf(abort(late), code("aborted")),
      () => resultOf(at("/late", { timeoutMs: 1 }).getDataSession("s1"), code("timeout")),
      () => resultOf(well.createDataSession({}), code("validation_failed")),
    ];
    globalThis.soak = {
      kinds: kinds.length,
      /** Makes `count` calls, in groups with one of each kind. Returns the number of wrong results by kind. */
      async run(count) {
        const wrong = {};
        for (let done = 0; done < count; done += kinds.length) {
          const group = kinds.slice(0, count - done);
          const results = await Promise.all(group.map((kind) => kind()));
          for (const [kind, result] of results.entries()) if (result !== true) wrong[kind] = (wrong[kind] ?? 0) + 1;
        }
        return wrong;
      },
      state: () => ({ instances: instances.length, wasm: instances.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) }),
    };
  };
}

const server = await startServer();
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.route("**/page.js", (route) => route.fulfill({ contentType: "text/javascript", body: `await (${prepare})()();` }));
  await page.goto(server.url);
  await page.waitForFunction(() => "soak" in globalThis);
  const inspector = await page.context().newCDPSession(page);

  const run = async (count) => {
    for (let done = 0; done < count; done += BATCH) {
      const wrong = await page.evaluate((count) => globalThis.soak.run(count), Math.min(BATCH, count - done));
      if (Object.keys(wrong).length > 0) throw new Error(`wrong answers, by kind of call: ${JSON.stringify(wrong)}`);
    }
  };
  /** Returns the bytes in use after a garbage collection. */
  const measure = async () => {
    for (let round = 0; round < 3; round++) await inspector.send("HeapProfiler.collectGarbage");
    const { usedSize } = await inspector.send("Runtime.getHeapUsage");
    return { heap: usedSize, ...(await page.evaluate(() => globalThis.soak.state())) };
  };

  const began = performance.now();
  await run(WARM_UP);
  const before = await measure();
  const tenth = (CALLS - WARM_UP) / 10;
  let now = before;
  const log = (calls) => console.log(`${String(Math.round(calls)).padStart(9)} calls  heap ${now.heap} bytes  wasm ${now.wasm} bytes`);
  log(WARM_UP);
  for (let part = 1; part <= 10; part++) {
    await run(Math.round(tenth));
    now = await measure();
    log(WARM_UP + part * tenth);
  }
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const grew = { heap: now.heap - before.heap, wasm: now.wasm - before.wasm };
  if (grew.heap > SLACK || grew.wasm > 0 || now.instances !== 1) process.exitCode = 1;
  console.log(JSON.stringify({ calls: CALLS, heapGrowth: grew.heap, wasmGrowth: grew.wasm, instances: now.instances, seconds }));
} finally {
  await browser.close();
  await server.close();
}
