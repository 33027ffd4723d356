// Tests of a bank login that fails: the page says so, and the shopper can try again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ada, env } from "./signed-in.mjs";

async function expectAnotherTryWorks(allowedProblems) {
  await ada.expectNoOffer();
  await ada.connect();
  ada.expectNoProblems(allowedProblems);
}

test("the shopper cancels before choosing a bank", async () => {
  await ada.goToBank();
  await ada.page.click("#cancel");
  await ada.waitForShop();
  await ada.expectState("failed", "cancelled");
  assert.equal((await env.stats()).bankLogins, 0);
  await expectAnotherTryWorks();
});

test("the shopper logs in and refuses consent", async () => {
  await ada.goToBank();
  await ada.logIn();
  // The previous page has such a button too, and is still shown for a moment.
  await ada.page.waitForSelector("#consent");
  await ada.page.click("#cancel");
  await ada.waitForShop();
  await ada.expectState("failed", "cancelled");
  await expectAnotherTryWorks();
});

test("the bank fails", async () => {
  await ada.goToBank();
  await ada.logIn({ bank: "de-failbank" });
  await ada.waitForShop();
  await ada.expectState("failed");
  await expectAnotherTryWorks();
});

test("the login has expired before the shopper finishes it", async () => {
  await ada.goToBank();
  await env.expire(new URL(await ada.page.url()).searchParams.get("id"));
  await ada.page.reload();
  assert.match(await ada.page.innerText("body"), /expired|ended|too long/i);
  await ada.page.locator("main a, main button").first().click();
  await ada.waitForShop();
  await ada.expectState("expired");
  // Chromium logs the status of the bank's error page.
  await expectAnotherTryWorks([/410 \(Gone\)/]);
});

test("the shopper comes back with the browser's button", async () => {
  await ada.goToBank();
  await ada.page.goBack();
  await ada.waitUntilIdle();
  await ada.expectState("cancelled");
  await expectAnotherTryWorks();
});
