// Tests of the login by redirect, and of all ways in which shoppers return from it or do not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ada, env } from "./signed-in.mjs";
import { openShopper } from "./shopper.mjs";

test("the page at the bank is reloaded", async () => {
  await ada.goToBank();
  await ada.page.reload();
  await ada.finishBankLogin();
  await ada.expectOffer("connected");
  assert.equal((await env.stats()).creates, 1);
});

test("back from the bank, and forward again", async () => {
  await ada.goToBank();
  await ada.page.goBack();
  await ada.waitUntilIdle();
  await ada.expectState("cancelled");
  await ada.page.goForward();
  await ada.finishBankLogin();
  await ada.expectOffer("connected");
  assert.equal((await env.stats()).creates, 1, "the login that was begun is finished");
});

test("away from the return page, and back to it: the same, without the nonce", async () => {
  await ada.connect();
  await ada.page.goto(`${env.shopUrl}/goods/mark.svg`);
  await ada.page.goBack();
  await ada.expectOffer("connected");
  const log = await ada.page.locator("#dev-log").textContent();
  assert.match(log, /\/result → 200[^]*"referenceId"/);
  assert.doesNotMatch(log, /"nonce"/);
});

test("two tabs at the bank at once: each comes back to its own login", async () => {
  const other = await ada.secondTab();
  await other.visit();
  await ada.goToBank();
  await other.goToBank();
  assert.notEqual(ada.page.url(), other.page.url());
  await other.finishBankLogin({ bank: "de-testbank-two" });
  await ada.finishBankLogin({ bank: "de-testbank" });
  assert.match((await other.expectOffer("connected"))[0], /Test Bank Two/);
  const [account] = await ada.expectOffer("connected");
  assert.match(account, /Test Bank/);
  assert.doesNotMatch(account, /Two/);
});

/** Finishes the login and returns the URL to which the bank redirects, without opening it. */
async function returnAddress() {
  await ada.logIn();
  const consent = `${env.bankUrl}/init/consent`;
  const address = new Promise((resolve) => {
    ada.context.route(consent, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      // Respond with 204, which leaves the browser on its page. An aborted request would open an error page.
      await route.fulfill({ status: 204 });
      resolve(response.headers().location);
    }, { times: 1 });
  });
  await ada.page.click("#consent");
  return address;
}

test("the return page is opened in a second tab too: the same in both", async () => {
  await ada.goToBank();
  const href = await returnAddress();
  const other = await ada.secondTab();
  for (const tab of [ada, other]) {
    await tab.page.goto(href);
    await tab.expectOffer("connected");
  }
});

test("the return is opened in another browser: the page says how to continue, and shows no data", async () => {
  await ada.goToBank();
  const href = await returnAddress();
  const elsewhere = await openShopper(env);
  await elsewhere.visit();
  await elsewhere.page.goto(href);
  await elsewhere.waitUntilIdle();
  await elsewhere.expectState("unknown");
  await elsewhere.expectNoOffer();
  assert.doesNotMatch(await elsewhere.page.locator("#payment").textContent(), /Ada Example|Test Bank|DE\d{2}/);
  assert.doesNotMatch(elsewhere.page.url(), /ivy=/);
  assert.match(await elsewhere.page.innerText("#status"), /browser/);
  await elsewhere.close();
  // Otherwise the sender of a login link would get the account of the person who followed it.
  await ada.page.goto(href);
  await ada.waitUntilIdle();
  await ada.expectNoOffer();
  await ada.connect();
});

test("a login that has expired before the click is created again, once", async () => {
  const visit = ada.page.evaluate(async () => {
    const { createClient } = await import("/package/index.js");
    const ivy = createClient({ proxyUrl: "/api/ivy", environment: "local" });
    const outcome = await ivy.connectBank({ permissions: ["identity"], market: "DE" });
    sessionStorage.setItem("test.first", outcome.id);
    outcome.expiresAt = 1;
    return ivy.openBankLogin(outcome);
  });
  await Promise.all([ada.waitForBank(), visit.catch(() => {})]);
  const opened = new URL(ada.page.url()).searchParams.get("id");
  assert.equal((await env.stats()).creates, 2);
  await ada.finishBankLogin();
  await ada.expectOffer("connected");
  assert.notEqual(await ada.page.evaluate(() => sessionStorage.getItem("test.first")), opened);
});
