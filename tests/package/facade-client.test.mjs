// Tests of the client with a replaced fetch and real Responses.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { afterEach, before, test } from "node:test";
import { promisify } from "node:util";
import vm from "node:vm";
import * as ivy from "../../pkg/inline.js";

const PROXY = "https://shop.example/api/ivy";
const CREATED = { id: "s9", status: "open", referenceId: "order-9", redirectUrl: "https://checkout.getivy.de/?s=9", expiresAt: 1_800_000_000 };
const COMPLETE = { id: "s1", status: "complete", data: { identity: { name: "Ada Example" } } };
const MARKER = "marker-7f3a@example.com";

const ownFetch = globalThis.fetch;
before(() => ivy.init());
afterEach(() => {
  globalThis.fetch = ownFetch;
});

const responseOf = (body, status = 200, headers = {}) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** Replaces fetch by scripted replies. Returns the recorded requests. */
function replyWith(...steps) {
  const requests = [];
  globalThis.fetch = async (request) => {
    requests.push(request);
    const step = steps.shift();
    assert.ok(step, "a request too many");
    return step(request);
  };
  return requests;
}

const client = (options) => ivy.createClient({ proxyUrl: PROXY, ...options });
const failure = (promise) => promise.then(() => assert.fail("it succeeded"), (error) => error);

test("a request is a POST with JSON, our header and the merchant's headers, without redirects", async () => {
  const [request] = await (async () => {
    const requests = replyWith(() => responseOf({ dataSessions: [COMPLETE] }));
    await client({ headers: { "X-Shop": "1", "content-type": "text/plain" }, credentials: "include" }).connectBank({ permissions: ["identity"] });
    return requests;
  })();
  assert.equal(request.url, `${PROXY}/data/session/list`);
  assert.deepEqual([request.method, request.redirect, request.cache, request.credentials, request.referrerPolicy], ["POST", "manual", "no-store", "include", "strict-origin"]);
  assert.deepEqual(Object.fromEntries(request.headers), { accept: "application/json", "content-type": "application/json", "ivy-client": "2", "x-shop": "1" });
  assert.equal(await request.text(), "{}");
});

test("a framework that adds a slash to every path: the path with the slash is used from then on", async () => {
  const moved = () => new Response(null, { status: 308, headers: { location: "https://elsewhere.example/" } });
  const requests = replyWith(moved, () => responseOf(COMPLETE), () => responseOf(COMPLETE));
  const shop = client();
  assert.equal((await shop.getDataSession("s1")).id, "s1");
  assert.equal((await shop.getDataSession("s1")).id, "s1");
  const paths = requests.map(({ url }) => url.replace(PROXY, ""));
  assert.deepEqual(paths, ["/data/session/details", "/data/session/details/", "/data/session/details/"]);

  replyWith(moved, moved, () => responseOf(COMPLETE));
  const other = client();
  assert.equal((await failure(other.getDataSession("s1"))).code, "misconfigured");
  assert.equal((await other.getDataSession("s1")).id, "s1");
});

test("recalled, and a first visit", async () => {
  replyWith(() => responseOf({ dataSessions: [COMPLETE, { ...COMPLETE, id: "s2", createdAt: 1_763_000_000 }] }, 200, { date: "Thu, 13 Nov 2025 12:00:00 GMT" }));
  const recalled = await client().connectBank({ permissions: ["identity"] });
  assert.deepEqual(recalled, { kind: "recalled", sessions: [{ ...COMPLETE, id: "s2", createdAt: 1_763_000_000 }, COMPLETE], session: { ...COMPLETE, id: "s2", createdAt: 1_763_000_000 }, ageDays: 0, identityDiffers: false });

  const requests = replyWith(() => responseOf({ code: "proxy_unavailable", requestId: "r1" }, 503), () => responseOf("", 503), () => responseOf(CREATED));
  const login = await client().connectBank({ permissions: ["identity"] });
  const { problem, ...rest } = login;
  assert.deepEqual(rest, { kind: "login", id: "s9", referenceId: "order-9", redirectUrl: CREATED.redirectUrl, expiresAt: 1_800_000_000, reason: "list_unavailable" });
  assert.ok(ivy.isIvyError(problem) && problem instanceof Error && problem.code === "proxy_unavailable" && problem.retryable);
  assert.match(requests[2].headers.get("idempotency-key"), /^[0-9a-f]{32}$/);
});

test("create, list, details", async () => {
  replyWith(() => responseOf(CREATED), () => responseOf({ dataSessions: [COMPLETE, {}] }), () => responseOf(COMPLETE));
  assert.deepEqual(await client().createDataSession({ permissions: ["identity"] }), CREATED);
  const list = await client().listDataSessions();
  assert.deepEqual([list.sessions, list.rejected.length], [[COMPLETE], 1]);
  assert.deepEqual(await client().getDataSession("s1"), COMPLETE);
});

test("invalid input is refused before anything is sent", async () => {
  replyWith();
  const calls = [
    client().connectBank({ permissions: [] }),
    client().connectBank(undefined),
    client().connectBank({ permissions: ["identity"] }, { maxAge: 3 }),
    client().connectBank({ permissions: ["identity"] }, { signal: {} }),
    client().createDataSession({ permissions: ["identity"], market: "Germany" }),
    client().listDataSessions({ externalUserEmail: "a@b.example", externalUserPhone: "+4915200000001" }),
    client().getDataSession(""),
    client().getDataSession({ id: "s1" }),
    client().openBankLogin({ kind: "recalled" }),
  ];
  for (const call of calls) {
    const error = await failure(call);
    assert.deepEqual([error.code, Array.isArray(error.issues)], ["validation_failed", true]);
  }
});

test("one key for all attempts of a create, and the same again if its response was lost", async () => {
  const lost = () => Promise.reject(new TypeError("failed to fetch"));
  const ivyClient = client({ retries: 1 });
  const keyOf = (request) => request.headers.get("idempotency-key");
  let requests = replyWith(lost, lost, () => responseOf(CREATED), () => responseOf(CREATED));
  const input = { permissions: ["identity"] };
  assert.equal((await failure(ivyClient.createDataSession(input))).code, "network");
  await ivyClient.createDataSession(input);
  await ivyClient.createDataSession(input);
  const [first, second, third, fourth] = requests.map(keyOf);
  assert.ok(first === second && second === third && third !== fourth);

  requests = replyWith(lost, lost, () => responseOf(CREATED));
  await failure(ivyClient.createDataSession(input));
  await ivyClient.createDataSession({ permissions: ["accounts"] });
  assert.notEqual(keyOf(requests[0]), keyOf(requests[2]));
});

const reasons = { "a string": "left", nothing: undefined, null: null, "an Error": new Error(MARKER), "an object": { MARKER }, "a DOMException": new DOMException(MARKER) };
const moments = {
  before: (controller, reason) => controller.abort(reason),
  "before headers": (controller, reason) => setTimeout(() => controller.abort(reason), 20),
  "in the body": (controller, reason) => setTimeout(() => controller.abort(reason), 20),
};
const slowBody = () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(Uint8Array.of(0x7b)) }), { headers: { "content-type": "application/json" } });
for (const [when, abort] of Object.entries(moments)) {
  test(`an abort ${when}, whatever the reason`, async () => {
    for (const reason of Object.values(reasons)) {
      globalThis.fetch = async () => (when === "in the body" ? slowBody() : new Promise(() => {}));
      const controller = new AbortController();
      abort(controller, reason);
      const error = await failure(client().getDataSession("s1", { signal: controller.signal }));
      assert.deepEqual([error.code, error.retryable, error.cause], ["aborted", false, undefined]);
      assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(MARKER));
    }
    replyWith(() => responseOf(COMPLETE));
    assert.equal((await client().getDataSession("s1")).id, "s1");
  });
}

const odd = {
  "gives no Response": [async () => ({ ok: true, json: async () => ({}) }), "unsupported"],
  "gives nothing": [async () => undefined, "unsupported"],
  "rejects with a string": [() => Promise.reject("no"), "network"],
  "rejects with undefined": [() => Promise.reject(), "network"],
  "throws at once": [() => { throw "no"; }, "network"],
  "is not a promise": [() => responseOf(COMPLETE), undefined],
  "gives a body that was read": [async () => { const used = responseOf(COMPLETE); await used.text(); return used; }, "network"],
  "gives chunks that are no bytes": [async () => new Response(new ReadableStream({ start: (stream) => { stream.enqueue("text"); stream.close(); } }), { headers: { "content-type": "application/json" } }), "network"],
  "fails in the body with a string": [async () => new Response(new ReadableStream({ pull: (stream) => stream.error("no") }), { headers: { "content-type": "application/json" } }), "network"],
  "says nothing": [() => new Promise(() => {}), "timeout"],
  "never ends its body": [async () => slowBody(), "timeout"],
  "trickles": [async () => new Response(new ReadableStream({ pull: (stream) => new Promise((done) => setTimeout(() => done(stream.enqueue(Uint8Array.of(0x20))), 10)) }), { headers: { "content-type": "application/json" } }), "timeout"],
  "gives a Response of the network's own failure": [async () => Response.error(), "misconfigured"],
  "is gone": [undefined, "unsupported"],
};
for (const [name, [fetch, code]] of Object.entries(odd)) {
  test(`a fetch that ${name}`, async () => {
    globalThis.fetch = fetch;
    const timeoutMs = code === "timeout" ? 300 : 30_000;
    let late = Infinity;
    // A busy machine is not late every time, but a slow library would be.
    for (let round = 0; round < 3 && late >= 250; round++) {
      const began = performance.now();
      const result = await client({ timeoutMs, retries: 0 }).getDataSession("s1").catch((error) => error);
      late = performance.now() - began - timeoutMs;
      assert.equal(result.code, code);
    }
    assert.ok(late < 250, `it settled ${Math.round(late)} ms after its deadline`);
    for (let call = 0; call < 20; call++) {
      replyWith(() => responseOf(COMPLETE));
      assert.equal((await client().getDataSession("s1")).id, "s1");
    }
  });
}

/** Classes as a test's DOM brings them: like the platform's, and not the same. */
const foreign = {
  "AbortController and AbortSignal": () => {
    class AbortSignal extends EventTarget {
      aborted = false;
    }
    class AbortController {
      signal = new AbortSignal();
      abort() {
        this.signal.aborted = true;
        this.signal.dispatchEvent(new Event("abort"));
      }
    }
    return { AbortController, AbortSignal };
  },
  "Uint8Array and ArrayBuffer": () => vm.runInNewContext("({ Uint8Array, ArrayBuffer })"),
  "Promise": () => vm.runInNewContext("({ Promise })"),
  "Array and Object": () => vm.runInNewContext("({ Array, Object })"),
  "Error and TypeError": () => vm.runInNewContext("({ Error, TypeError })"),
  "Response": () => ({ Response: class extends Response {} }),
  "Headers": () => ({ Headers: class extends Headers {} }),
  "Request": () => ({ Request: class extends Request {} }),
  "URL": () => ({ URL: class extends URL {} }),
  "Event and EventTarget": () => vm.runInNewContext("({ EventTarget: class EventTarget {}, Event: class Event {} })"),
};
for (const [names, make] of Object.entries(foreign)) {
  test(`a test's DOM with its own ${names}: a call works, and an abort and a deadline end it`, async () => {
    const classes = make();
    const own = Object.fromEntries(Object.keys(classes).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
    const { AbortController } = { ...globalThis, AbortController: globalThis.AbortController, ...classes };
    const body = responseOf(COMPLETE);
    Object.assign(globalThis, classes);
    try {
      globalThis.fetch = async () => body;
      const session = await client().getDataSession("s1");
      assert.equal(session.id, "s1");
      globalThis.fetch = () => new Promise(() => {});
      assert.equal((await failure(client({ timeoutMs: 50, retries: 0 }).getDataSession("s1"))).code, "timeout");
      const controller = new AbortController();
      const call = failure(client().getDataSession("s1", { signal: controller.signal }));
      controller.abort();
      assert.equal((await call).code, "aborted");
    } finally {
      for (const [name, descriptor] of Object.entries(own)) Object.defineProperty(globalThis, name, descriptor);
    }
  });
}

test("a body that is too large is not read to its end", async () => {
  let chunks = 0;
  const body = () => new ReadableStream({ pull: (stream) => { chunks++; stream.enqueue(new Uint8Array(1_000)); } });
  const limited = client({ maxResponseBytes: 10_000 });
  replyWith(() => new Response(body(), { headers: { "content-type": "application/json" } }));
  assert.equal((await failure(limited.listDataSessions())).code, "response_too_large");
  assert.ok(chunks < 15, String(chunks));
  chunks = 0;
  replyWith(() => new Response(body(), { headers: { "content-type": "application/json", "content-length": "10001" } }));
  assert.equal((await failure(limited.listDataSessions())).code, "response_too_large");
  assert.ok(chunks <= 1, String(chunks));
  replyWith(() => new Response(body(), { status: 503 }));
  assert.equal((await failure(client({ retries: 0 }).listDataSessions())).code, "proxy_unavailable");
});

test("errors contain no personal data, but the request id and the status", async () => {
  const body = { code: "validation_failed", requestId: "req_1", statusCode: 422, message: MARKER, issues: [{ path: ["externalUser", "email"], code: "invalid_email", message: MARKER }] };
  replyWith(() => responseOf(body, 422));
  const error = await failure(client().createDataSession({ permissions: ["identity"], externalUser: { email: MARKER }, metadata: { a: MARKER } }));
  assert.deepEqual({ ...error }, { code: "validation_failed", retryable: false, status: 422, requestId: "req_1", issues: [{ path: ["externalUser", "email"], code: "invalid_email", message: "the proxy refuses this" }] });
  assert.deepEqual([error.name, error.cause], ["IvyError", { code: "validation_failed", number: 422 }]);
  assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(MARKER));
});

test("a call that stops the library fails, and the next one runs in a new instance", async () => {
  const program = `
    process.on("uncaughtException", () => {});
    const ivy = await import(${JSON.stringify(new URL("../../pkg/inline.js", import.meta.url).href)});
    const client = ivy.createClient({ proxyUrl: "${PROXY}", timeoutMs: 20_000, retries: 0 });
    const codes = [];
    for (let round = 0; round < 3; round++) {
      // The facade's read succeeds; the library's read throws, which stops it.
      let reads = 0;
      const status = { get() { if (reads++ > 0) throw new Error("in the middle"); return 200; } };
      globalThis.fetch = async () => Object.defineProperty(new Response("{}"), "status", status);
      codes.push((await client.getDataSession("s1").catch((error) => error)).code);
    }
    let early;
    try { ivy.maskIban("x"); } catch (error) { early = error.code; }
    globalThis.fetch = async () => new Response('{"id":"s1","status":"open"}', { headers: { "content-type": "application/json" } });
    codes.push(early, (await ivy.createClient({ proxyUrl: "${PROXY}" }).getDataSession("s1")).id, ivy.maskIban("x"));
    console.log(JSON.stringify(codes));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  assert.deepEqual(JSON.parse(stdout), ["internal", "internal", "internal", "not_initialized", "s1", "••••"]);
});

test("a response that throws when it is read is refused", async () => {
  for (const name of ["status", "headers", "body"]) {
    replyWith(() => Object.defineProperty(responseOf("{}"), name, { get() { throw new Error("not for you"); } }));
    assert.equal((await failure(client().getDataSession("s1"))).code, "unsupported", name);
  }
});

test("a response of another realm is read, and a mock that is no Response is refused", async () => {
  const foreign = (members) => ({ status: 200, headers: new Map([["content-type", "application/json"]]), body: new Response('{"id":"s1","status":"open"}').body, ...members });
  replyWith(() => foreign());
  assert.equal((await client().getDataSession("s1")).id, "s1");
  for (const [members, code] of [
    [{ status: 0, body: null }, "misconfigured"],
    [{ status: 204, body: null }, "decode_failed"],
    [{ status: 401, body: null }, "unauthorized"],
    [{ status: 42 }, "unsupported"],
    [{ body: undefined }, "unsupported"],
    [{ body: { text: "{}" } }, "unsupported"],
    [{ headers: undefined }, "unsupported"],
  ]) {
    replyWith(() => foreign(members));
    assert.equal((await failure(client().getDataSession("s1"))).code, code, JSON.stringify(members));
  }
});

test("without Request a call fails and does not hang", async () => {
  const own = globalThis.Request;
  globalThis.Request = undefined;
  try {
    assert.equal((await failure(client().listDataSessions())).code, "unsupported");
  } finally {
    globalThis.Request = own;
  }
});

test("a body of another realm's bytes is read, as a test's DOM has them", async () => {
  const { runInNewContext } = await import("node:vm");
  const bytes = runInNewContext("(list) => Uint8Array.from(list)")([...new TextEncoder().encode('{"dataSessions":[]}')]);
  assert.ok(!(bytes instanceof Uint8Array));
  const body = { getReader: () => ({ chunks: [bytes], async read() { const value = this.chunks.shift(); return { done: !value, value }; } }) };
  replyWith(() => Object.defineProperty(responseOf(""), "body", { value: body }));
  assert.deepEqual((await client().listDataSessions()).sessions, []);
});
