// Tests of the bank login by redirect and the return from it, in a minimal fake page.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import * as ivy from "../../pkg/inline.js";

const NONCE = "n".repeat(43);
const LOGIN = { kind: "login", id: "s1", referenceId: "order-1", redirectUrl: "https://checkout.getivy.de/?s=1", expiresAt: null, reason: "guest" };
const SESSION = { id: "s1", status: "complete" };
const ownFetch = globalThis.fetch;

let stored;
let left;
function open(href) {
  const at = new URL(href);
  left = [];
  globalThis.location = new Proxy(at, { get: (url, name) => (name === "assign" ? (to) => left.push(to) : url[name]) });
  globalThis.history = {
    state: null,
    replaceState(state, _, to) {
      this.state = structuredClone(state);
      at.href = to;
    },
  };
}

beforeEach(() => {
  stored = new Map();
  globalThis.sessionStorage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key) };
  open("https://shop.example/checkout");
});
afterEach(() => {
  globalThis.fetch = ownFetch;
  for (const name of ["location", "history", "sessionStorage", "document", "BroadcastChannel", "close"]) delete globalThis[name];
});

/** Replaces fetch by a proxy with one login, whose nonce can be presented once. Returns the recorded bodies. */
function proxy(status, session) {
  const bodies = [];
  let presented = false;
  globalThis.fetch = async (request) => {
    const body = await request.json();
    bodies.push(body);
    const known = body.nonce === NONCE ? !presented : presented && body.referenceId === "order-1";
    presented ||= body.nonce === NONCE;
    const answer = known ? { referenceId: "order-1", status, session } : { code: "not_found" };
    return new Response(JSON.stringify(answer), { status: known ? 200 : 404, headers: { "content-type": "application/json" } });
  };
  return bodies;
}

const client = (options) => ivy.createClient({ proxyUrl: "/api/ivy", ...options });

test("open: the reference is remembered, and the page is left", async () => {
  assert.deepEqual(await client().openBankLogin(LOGIN), { kind: "navigating" });
  assert.deepEqual(left, [LOGIN.redirectUrl]);
  assert.deepEqual([...stored], [["ivy-data-session.login", "order-1"]]);
});

test("open: a URL is used as it was checked, however it is spelled", async () => {
  for (const redirectUrl of ["https:checkout.getivy.de/?s=1", "https:/checkout.getivy.de/?s=1", "https:\\\\checkout.getivy.de\\?s=1", " https://checkout.getivy.de/?s=1\n"]) {
    left = [];
    await client().openBankLogin({ ...LOGIN, redirectUrl });
    assert.deepEqual(left, [LOGIN.redirectUrl], redirectUrl);
  }
});

for (const [ends, creates] of [[null, 1], [4_000_000_000, 1], [1_000_000_000, 2]]) {
  test(`open: a login that ends at ${ends} is created ${creates === 1 ? "once" : "anew"}`, async () => {
    let created = 0;
    globalThis.fetch = async () => {
      const answer = { id: `s${++created}`, status: "open", referenceId: "order-1", redirectUrl: LOGIN.redirectUrl, ...(ends && { expiresAt: ends }) };
      return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
    };
    const ivy = client();
    await ivy.openBankLogin(await ivy.connectBank({ permissions: ["identity"] }, { fresh: true }));
    assert.deepEqual([created, left], [creates, [LOGIN.redirectUrl]]);
  });
}

test("open: works without storage", async () => {
  globalThis.sessionStorage = { setItem() { throw new Error("blocked"); } };
  assert.deepEqual(await client().openBankLogin(LOGIN), { kind: "navigating" });
});

test("open: no page but Ivy's own", async () => {
  for (const redirectUrl of ["https://getivy.de.evil.example/", "https://checkout.getivy.de@evil.example/", "//evil.example", "javascript:alert(1)", "http://127.0.0.1:1/", ""]) {
    await assert.rejects(client().openBankLogin({ ...LOGIN, redirectUrl }), { code: "untrusted_redirect" });
  }
  await assert.rejects(client().openBankLogin(LOGIN, { signal: AbortSignal.abort() }), { code: "aborted" });
  assert.deepEqual([left, [...stored]], [[], []]);
});

test("open: an expired login of another client is opened unchanged", async () => {
  await client().openBankLogin({ ...LOGIN, expiresAt: 1 });
  assert.deepEqual(left, [LOGIN.redirectUrl]);
});

test("open: an outcome that is still on its way", async () => {
  assert.deepEqual(await client().openBankLogin(Promise.resolve(LOGIN)), { kind: "navigating" });
  assert.deepEqual(left, [LOGIN.redirectUrl]);
  const own = new Error("own");
  await assert.rejects(client().openBankLogin(Promise.reject(own)), own);
  await assert.rejects(client().openBankLogin(Promise.resolve({ kind: "recalled", sessions: [] })), { code: "validation_failed" });
});

test("a worker can neither open a login nor resume one", async () => {
  delete globalThis.history;
  await assert.rejects(client().openBankLogin(LOGIN), { code: "unsupported" });
  assert.equal(await client().resumeBankLogin(), null);
  assert.deepEqual(left, []);
});

test("resume: null if nothing is pending, without a request", async () => {
  const bodies = proxy("complete", SESSION);
  assert.equal(await client().resumeBankLogin(), null);
  open("https://shop.example/?ivyx=1#?ivy=1");
  assert.equal(await client().resumeBankLogin(), null);
  assert.deepEqual(bodies, []);
});

test("resume: the nonce is presented once and removed, and a reload has the same result", async () => {
  open(`https://shop.example/return?a=b%20c&ivy=${NONCE}&ivy_outcome=error#end`);
  history.state = { router: { key: "k" } };
  stored.set("ivy-data-session.login", "order-1");
  const bodies = proxy("complete", SESSION);
  for (let visit = 0; visit < 3; visit++) {
    assert.deepEqual(await client().resumeBankLogin(), { kind: "connected", session: SESSION });
    assert.equal(location.href, "https://shop.example/return?a=b%20c#end");
    assert.deepEqual(history.state, { router: { key: "k" }, ivyDataSession: "order-1" });
    assert.equal(stored.size, 0);
  }
  assert.deepEqual(bodies, [{ nonce: NONCE }, { referenceId: "order-1" }, { referenceId: "order-1" }]);
});

/** Resumes a login with this text as the proxy's response. */
async function resumeWith(body) {
  open(`https://shop.example/return?ivy=${NONCE}`);
  globalThis.fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
  return client({ retries: 0 }).resumeBankLogin();
}

test("resume: only a complete login returns a session, with all of its keys", async () => {
  const session = '{"id":"s1","status":"complete","data":{"__proto__":1}}';
  const answer = (status) => `{"referenceId":"order-1","status":"${status}","session":${session}}`;
  const given = await resumeWith(answer("complete"));
  assert.deepEqual(given, { kind: "connected", session: JSON.parse(session) });
  assert.deepEqual(Object.keys(given.session.data), ["__proto__"]);
  for (const reason of ["error", "expired"]) {
    assert.deepEqual(await resumeWith(answer(reason)), { kind: "not_connected", referenceId: "order-1", reason });
  }
});

/** Returns a complete login whose session is nested to this depth. */
const deep = (levels) => {
  const data = `${"[".repeat(levels)}${"]".repeat(levels)}`;
  return `{"referenceId":"order-1","status":"complete","session":{"id":"s1","status":"complete","data":${data}}}`;
};

for (const [what, body, issues] of [
  ["an empty object", "{}"],
  ["an array", "[]"],
  ["null", "null"],
  ["broken JSON", "{"],
  ["no status", '{"referenceId":"order-1"}'],
  ["no reference", '{"status":"pending"}'],
  ["another status", '{"referenceId":"order-1","status":"odd"}'],
  ["a complete login without a session", '{"referenceId":"order-1","status":"complete"}'],
  ["bytes that are not UTF-8", Uint8Array.of(...new TextEncoder().encode('{"referenceId":"'), 0xff, ...new TextEncoder().encode('","status":"pending"}'))],
  ["a session nested 65 deep", deep(65)],
  ["a session nested 100,000 deep", deep(100_000)],
  ["a session with a key twice", '{"referenceId":"order-1","status":"complete","session":{"id":"a","id":"b","status":"complete"}}', [["id"]]],
  ["two sessions", '{"referenceId":"order-1","status":"complete","session":{"id":"a","status":"complete"},"session":{"id":"b","status":"complete"}}'],
  ["an unpaired surrogate", '{"referenceId":"order-1","status":"pending","a":"\\ud800"}'],
  ["a session that breaks the rules", '{"referenceId":"order-1","status":"complete","session":{"id":7,"status":"complete"}}', [["id"]]],
]) {
  test(`resume: ${what} is no valid response`, async () => {
    const error = await resumeWith(body).catch((thrown) => thrown);
    assert.equal(error.code, "decode_failed");
    assert.deepEqual(error.issues?.map(({ path }) => path), issues);
  });
}

test("resume: two at once get the same, with one nonce presented", async () => {
  open(`https://shop.example/return?ivy=${NONCE}`);
  const bodies = proxy("expired");
  const results = await Promise.all([client().resumeBankLogin(), client().resumeBankLogin()]);
  const expected = { kind: "not_connected", referenceId: "order-1", reason: "expired" };
  assert.deepEqual(results, [expected, expected]);
  assert.deepEqual(bodies, [{ nonce: NONCE }, { referenceId: "order-1" }]);
});

test("resume: a login of somebody else is unknown, and stays so after a reload", async () => {
  open(`https://shop.example/return?ivy=${"x".repeat(43)}`);
  proxy("complete", SESSION);
  const unknown = { kind: "not_connected", referenceId: "", reason: "unknown" };
  assert.deepEqual(await client().resumeBankLogin(), unknown);
  assert.equal(location.href, "https://shop.example/return");
  assert.deepEqual(await client().resumeBankLogin(), unknown);
});

test("resume: after a failure the nonce is still there for another try", async () => {
  open(`https://shop.example/return?ivy=${NONCE}`);
  globalThis.fetch = () => Promise.reject("offline");
  await assert.rejects(client({ retries: 0 }).resumeBankLogin(), { code: "network" });
  assert.ok(location.href.includes(NONCE));
  proxy("complete", SESSION);
  assert.equal((await client().resumeBankLogin()).kind, "connected");
});

/** Replaces fetch by a proxy with a login that returned while nobody was signed in. `customer` is the present customer. */
function proxyWithLapsedSignIn() {
  const asked = { customer: "", bodies: [] };
  globalThis.fetch = async (request) => {
    const body = await request.json();
    asked.bodies.push(body);
    const isOwner = asked.customer === "ada" && (body.nonce === NONCE || body.referenceId === "order-1");
    const [status, answer] = isOwner
      ? [200, { referenceId: "order-1", status: "complete", session: SESSION }]
      : body.nonce && !asked.customer
        ? [401, { code: "unauthorized" }]
        : [404, { code: "not_found" }];
    return new Response(JSON.stringify(answer), { status, headers: { "content-type": "application/json" } });
  };
  return asked;
}

for (const [where, key] of [
  ["the shop's window", "ivy-data-session.login"],
  ["the login's own window", "ivy-data-session.popup"],
]) {
  for (const next of ["the return page", "another page"]) {
    test(`resume: nobody signed in, in ${where}: after the sign-in ${next} asks by the reference`, async () => {
      shopWindow(false);
      const asked = proxyWithLapsedSignIn();
      open(`https://shop.example/return?a=1&ivy=${NONCE}`);
      stored.set(key, "order-1");
      await assert.rejects(client().resumeBankLogin(), { code: "unauthorized", retryable: false, status: 401 });
      assert.equal(location.href, "https://shop.example/return?a=1");
      for (const customer of ["", "ben"]) {
        if (next === "another page") open("https://shop.example/checkout");
        asked.customer = customer;
        assert.equal(await client().resumeBankLogin(), null, "nothing of it is seen before its owner is signed in");
      }
      asked.customer = "ada";
      for (let visit = 0; visit < 2; visit++) assert.deepEqual(await client().resumeBankLogin(), { kind: "connected", session: SESSION });
      assert.deepEqual(asked.bodies, [{ nonce: NONCE }, ...Array(4).fill({ referenceId: "order-1" })]);
      assert.equal(stored.size, 0);
      open("https://shop.example/checkout");
      assert.equal(await client().resumeBankLogin(), null);
      assert.equal(asked.bodies.length, 5);
    });
  }
}

test("resume: nobody signed in, and nothing stored: the nonce stays for after the sign-in", async () => {
  const asked = proxyWithLapsedSignIn();
  open(`https://shop.example/return?ivy=${NONCE}`);
  await assert.rejects(client().resumeBankLogin(), { code: "unauthorized" });
  asked.customer = "ada";
  assert.equal((await client().resumeBankLogin()).kind, "connected");
  assert.deepEqual(asked.bodies, [{ nonce: NONCE }, { nonce: NONCE }]);
});

test("resume: a new login ends the wait for the sign-in", async () => {
  proxyWithLapsedSignIn();
  open(`https://shop.example/return?ivy=${NONCE}`);
  stored.set("ivy-data-session.login", "order-1");
  await assert.rejects(client().resumeBankLogin(), { code: "unauthorized" });
  open("https://shop.example/checkout");
  await client().openBankLogin({ ...LOGIN, referenceId: "order-2" });
  assert.deepEqual([...stored], [["ivy-data-session.login", "order-2"]]);
  assert.equal(await client().resumeBankLogin(), null);
});

for (const gone of [false, true]) {
  test(`resume: a prerendered page sends its request when it is shown${gone ? ", and not where the page gives up before" : ""}`, async () => {
    open(`https://shop.example/return?ivy=${NONCE}`);
    const bodies = proxy("complete", SESSION);
    globalThis.document = Object.assign(new EventTarget(), { prerendering: true });
    const controller = new AbortController();
    const result = client().resumeBankLogin({ signal: controller.signal });
    result.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual([bodies, location.href.includes(NONCE)], [[], true]);
    if (gone) {
      controller.abort();
      await assert.rejects(result, { code: "aborted" });
      assert.deepEqual(bodies, []);
    } else {
      document.prerendering = false;
      document.dispatchEvent(new Event("prerenderingchange"));
      assert.equal((await result).kind, "connected");
      assert.deepEqual(bodies, [{ nonce: NONCE }]);
    }
  });
}

test("resume: a prerendered page to which no login returns waits for nothing", async () => {
  globalThis.document = Object.assign(new EventTarget(), { prerendering: true });
  assert.equal(await client().resumeBankLogin(), null);
});

/** Replaces BroadcastChannel by a shop window that takes over the result, or by one that is gone. */
function shopWindow(takesOver) {
  const said = [];
  globalThis.BroadcastChannel = class {
    postMessage(message) {
      said.push(message);
      if (takesOver) queueMicrotask(() => this.onmessage({ data: { type: "heard", referenceId: message.referenceId }, origin: location.origin }));
    }
    close() {}
  };
  globalThis.close = () => said.push("close");
  return said;
}

for (const takesOver of [true, false]) {
  test(`resume: in the login's own window, if the shop's window ${takesOver ? "takes over and this one cannot close" : "is gone"}`, async () => {
    const said = shopWindow(takesOver);
    open(`https://shop.example/return?ivy=${NONCE}`);
    stored.set("ivy-data-session.popup", "order-1");
    proxy("complete", SESSION);
    const result = await client().resumeBankLogin();
    assert.deepEqual(result, { kind: "connected", session: SESSION, ...(takesOver && { handedOver: true }) });
    assert.deepEqual(said, [{ type: "returned", referenceId: "order-1", status: "connected" }, ...(takesOver ? ["close"] : [])]);
    assert.equal(stored.size, 0);
  });
}

test("resume: a login of another window is this window's own affair", async () => {
  const said = shopWindow(true);
  open(`https://shop.example/return?ivy=${NONCE}`);
  stored.set("ivy-data-session.popup", "order-2");
  proxy("complete", SESSION);
  assert.deepEqual(await client().resumeBankLogin(), { kind: "connected", session: SESSION });
  assert.deepEqual(said, []);
});

test("resume: a signal ends the wait for a bank that is not done", async () => {
  open(`https://shop.example/return?ivy=${NONCE}`);
  proxy("pending");
  const controller = new AbortController();
  setTimeout(() => controller.abort("left"), 50);
  await assert.rejects(client().resumeBankLogin({ signal: controller.signal }), { code: "aborted" });
  assert.deepEqual(history.state, { ivyDataSession: "order-1" });
});
