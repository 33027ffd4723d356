// Tests that the shopper's identity is stored and logged nowhere.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let env;
beforeEach(async () => (env = await startTestEnv()));
afterEach(() => env.close());
after(closeBrowser);

test("console, addresses, storage and server logs hold nothing of the person or the account", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.goToBank();
  await ada.finishBankLogin();
  const returned = await ada.stored();
  await ada.visit();
  await ada.expectOffer("recalled");
  const { body } = await ada.post("/api/ivy/data/session/list", {});
  await ada.page.click("#pay");
  await ada.page.waitForSelector("#paid:visible");
  const stored = [returned, await ada.stored()].join("\n");

  const [{ data, id }] = body.dataSessions;
  const markers = [
    ...["Ada Example", "ada@example.com", "4915200000001", "1985-12-10", "cus_ada"],
    ...[data.identity.name, data.identity.dateOfBirth, data.accounts[0].identifier.iban.iban],
  ];
  const addresses = ada.requests.map(({ url }) => decodeURIComponent(url)).join("\n");
  const places = { console: ada.consoleTexts.join("\n"), addresses, storage: stored, logs: env.logs };
  for (const [place, text] of Object.entries(places)) {
    for (const marker of markers) assert.ok(!text.includes(marker), `${place} holds "${marker}"`);
  }
  assert.ok(!env.logs.includes(id), "the logs hold the session's id");
  const paid = ada.requests.find(({ url }) => url.endsWith("/shop/pay"));
  assert.deepEqual(Object.keys(JSON.parse(paid.body)).sort(), ["handle", "sessionId"], "Pay says which, not what");
  const nonce = /[?&]ivy=([\w-]+)/.exec(addresses)?.[1];
  assert.ok(nonce, "the return URL carries its nonce");
  assert.ok(!env.logs.includes(nonce) && !stored.includes(nonce), "the nonce is kept");
  await ada.close();
});

test("the page sends requests to its own shop only, and no response contains the API key or a callback URL", async () => {
  const ada = await openShopper(env);
  const answers = [];
  await ada.page.route(`${env.shopUrl}/api/**`, async (route) => {
    const response = await route.fetch();
    answers.push(JSON.stringify(response.headers()), await response.text());
    await route.fulfill({ response });
  });
  await ada.signIn("ada");
  await ada.connect();
  const origins = new Set(ada.requests.map(({ url }) => new URL(url).origin));
  assert.deepEqual([...origins].sort(), [env.bankUrl, env.shopUrl].sort());
  const text = answers.join("\n");
  assert.match(text, /redirectUrl/);
  assert.doesNotMatch(text, /CallbackUrl|externalUser/);
  for (const secret of env.secrets) assert.ok(!`${text}\n${env.logs}`.includes(secret), "a secret is in an answer or a log");
  ada.expectNoProblems();
  await ada.close();
});
