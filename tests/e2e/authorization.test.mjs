// Tests of authorization: nobody except the customer gets a session, an account, or a sign that one exists.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let env;
let ada;
let ben;
beforeEach(async () => {
  env = await startTestEnv();
  [ada, ben] = [await openShopper(env), await openShopper(env)];
  await ada.signIn("ada");
});
afterEach(async () => {
  await ada.close();
  await ben.close();
  await env.close();
});
after(closeBrowser);

/** Connects Ada's bank and returns her session as the shop lists it. */
async function connectAda() {
  await ada.connect();
  const { status, body } = await ada.post("/api/ivy/data/session/list", {});
  assert.equal(status, 200);
  assert.equal(body.dataSessions.length, 1);
  return body.dataSessions[0];
}

/** Returns an error response without the parts that differ each time. */
const shape = ({ status, body: { requestId, ...rest } }) => ({ status, rest });

for (const who of ["ben", "guest"]) {
  test(`Ada's login link, completed in the browser of another (${who}), gives nothing to either of them`, async () => {
    await ada.goToBank();
    const link = await ada.page.url();
    const id = new URL(link).searchParams.get("id");

    await (who === "guest" ? ben.visit() : ben.signIn("ben"));
    await ben.page.goto(link);
    await ben.finishBankLogin({ as: "ben" });
    await ben.expectState("unknown");
    await ben.expectNoOffer();
    await ben.visit();
    await ben.expectNoOffer();

    await ada.visit();
    await ada.expectNoOffer();
    assert.doesNotMatch(await ada.page.innerText("#payment"), /Ben Sample/);
    for (const shopper of [ada, ben]) {
      const list = await shopper.post("/api/ivy/data/session/list", {});
      assert.deepEqual(list.body.dataSessions, []);
      assert.equal((await shopper.post("/api/ivy/data/session/details", { id })).status, 404);
      const pay = await shopper.post("/shop/pay", { sessionId: id, handle: "A".repeat(22) });
      assert.ok([403, 404].includes(pay.status), `Pay answers ${pay.status}`);
    }
    assert.equal((await env.stats()).bankLogins, 1, "the bank login itself was finished");
  });
}

test("another customer's number, email and phone are refused in every request", async () => {
  await connectAda();
  await ben.signIn("ben");
  const before = await env.stats();
  const known = [
    { externalUserReferenceId: "cus_ada" },
    { externalUserEmail: "ada@example.com" },
    { externalUserPhone: "+4915200000001" },
  ];
  const unknown = [
    { externalUserReferenceId: "cus_nobody" },
    { externalUserEmail: "nobody@example.com" },
    { externalUserPhone: "+4915200000009" },
  ];
  for (const [index, selector] of known.entries()) {
    const refused = await ben.post("/api/ivy/data/session/list", selector);
    assert.equal(refused.status, 403, JSON.stringify(Object.keys(selector)));
    const stranger = await ben.post("/api/ivy/data/session/list", unknown[index]);
    assert.deepEqual(shape(refused), shape(stranger), "nobody can tell whether a customer exists");
  }
  for (const externalUser of [{ referenceId: "cus_ada" }, { email: "ada@example.com" }, { phone: "+4915200000001" }]) {
    const request = { referenceId: "order-1", permissions: ["identity"], externalUser };
    assert.equal((await ben.post("/api/ivy/data/session/create", request)).status, 403);
  }
  assert.deepEqual(await env.stats(), before, "Ivy was not asked");
});

test("another customer's session looks like one that does not exist", async () => {
  const { id, referenceId } = await connectAda();
  await ben.signIn("ben");
  const before = await env.stats();
  const details = await ben.post("/api/ivy/data/session/details", { id });
  assert.equal(details.status, 404);
  assert.deepEqual(shape(details), shape(await ben.post("/api/ivy/data/session/details", { id: "no-such-session" })));
  if (referenceId) assert.equal((await ben.post("/api/ivy/result", { referenceId })).status, 404);
  assert.equal((await ben.post("/api/ivy/forget", { id })).body.forgotten ?? 0, 0);
  assert.deepEqual(await env.stats(), before, "Ivy was not asked");
  await ada.visit();
  await ada.expectOffer("recalled");
});

test("Pay takes no account but the customer's own", async () => {
  const { id } = await connectAda();
  await ben.signIn("ben");
  const { sessionId, handle } = await ada.firstAccount();
  assert.equal(sessionId, id);
  const forged = [
    [ben, { sessionId, handle }, "not_found"],
    [ben, { sessionId: "no-such-session", handle }, "not_found"],
    [ada, { sessionId: "no-such-session", handle }, "not_found"],
    [ada, { sessionId, handle: "A".repeat(22) }, "account_gone"],
    [ada, { sessionId, handle: "0" }, "account_gone"],
  ];
  for (const [shopper, choice, code] of forged) {
    const { status, body } = await shopper.post("/shop/pay", choice);
    assert.deepEqual([status, body.code], [404, code], JSON.stringify(choice));
  }
  for (const odd of [0, null, [handle], undefined]) {
    const { status } = await ada.post("/shop/pay", { sessionId, handle: odd });
    assert.equal(status, 400, `the handle ${odd}`);
  }
  const paid = await ada.post("/shop/pay", { sessionId, handle });
  assert.equal(paid.status, 200);
  assert.equal(paid.body.paid, true);
});

test("the shop's own posts are turned away when another site makes them", async () => {
  const { id } = await connectAda();
  const { handle } = await ada.firstAccount();
  const cookie = (await ada.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const post = (path, type, body, headers) =>
    fetch(env.shopUrl + path, { method: "POST", redirect: "manual", body, headers: { cookie, "content-type": type, ...headers } });
  const form = "application/x-www-form-urlencoded";
  const choice = { sessionId: id, handle };
  const posts = [
    ["/plain/done", form, "ivy=guessed", 404],
    ["/plain/done", form, "ivy=guessed&ivy=other", 400],
    ["/shop/pay", form, new URLSearchParams(choice).toString(), 303],
    ["/shop/pay", "application/json", JSON.stringify(choice), 200],
    ["/shop/pay", "text/plain", JSON.stringify(choice), 415],
    ["/shop/sign-in", form, "customer=ben", 303],
  ];
  assert.equal((await post("/shop/pay", "application/json", JSON.stringify(choice), { origin: env.shopUrl })).status, 403, "without Ivy-Client");
  assert.equal((await fetch(`${env.shopUrl}/plain/return?ivy=a&ivy=b`)).status, 404, "two nonces");
  for (const [path, type, body, expected] of posts) {
    for (const headers of [{}, { origin: "null" }, { origin: "https://shop.example" }, { origin: env.shopUrl, "sec-fetch-site": "cross-site" }]) {
      const answer = await post(path, type, body, { "ivy-client": "1", ...headers });
      assert.equal(answer.status, 403, `${path} with ${JSON.stringify(headers)}`);
      assert.deepEqual(answer.headers.getSetCookie(), []);
    }
    assert.equal((await post(path, type, body, { "ivy-client": "1", origin: env.shopUrl })).status, expected, `${path} ${type}`);
  }
});

test("a page of another origin and a bare form are turned away", async () => {
  await connectAda();
  const cookie = (await ada.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const url = `${env.shopUrl}/api/ivy/data/session/list`;
  const good = { cookie, origin: env.shopUrl, "content-type": "application/json", "ivy-client": "1" };
  const post = (headers) => fetch(url, { method: "POST", body: "{}", headers });
  assert.equal((await post(good)).status, 200);
  const { origin, ...noOrigin } = good;
  const { "ivy-client": client, ...noHeader } = good;
  for (const headers of [
    noOrigin,
    noHeader,
    { ...good, origin: "null" },
    { ...good, origin: "https://shop.example" },
    { ...good, origin: env.bankUrl },
    { ...good, "sec-fetch-site": "cross-site" },
    { ...good, "content-type": "text/plain" },
  ]) {
    const { status } = await post(headers);
    assert.ok(status >= 400 && status < 500, `${JSON.stringify({ ...headers, cookie: "" })} is answered with ${status}`);
  }
});
