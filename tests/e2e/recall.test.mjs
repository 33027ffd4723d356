// Tests of recall: a shopper connects a bank once and is recognised on the next visit.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

/** Returns the present epoch second. */
const second = () => Math.floor(Date.now() / 1_000);

/** Waits for the next second. Ivy's dates are whole seconds, so that of two logins within one second neither is newer. */
async function nextSecond() {
  for (const now = second(); second() === now; ) await pause(20);
}

let env;
beforeEach(async () => (env = await startTestEnv()));
afterEach(() => env.close());
after(closeBrowser);

test("a bank login on the first visit, none on the second", async () => {
  const first = await openShopper(env);
  await first.signIn("ada");
  await first.expectNoOffer();
  await first.connect();
  const [connected] = await first.expectOffer("connected");
  assert.match(connected, /Test Bank/);
  assert.match(connected, /Ada Example/);
  assert.doesNotMatch(connected, /DE\d{20}/, "the IBAN is masked");
  assert.ok(!(await first.page.url()).includes("ivy="), "the return URL's secret is gone from the address bar");

  await first.page.reload();
  assert.deepEqual(await first.expectOffer("connected"), [connected], "a reload of the return page shows the same");
  first.expectNoProblems();
  await first.close();

  const second = await openShopper(env);
  await second.signIn("ada");
  await second.expectState("recalled");
  const [recalled] = await second.expectOffer("recalled");
  assert.equal(recalled, connected);
  assert.equal(await second.selectedCount(), 1, "the only account is preselected");
  await second.page.click("#pay");
  await second.page.waitForSelector("#paid:visible");
  assert.match(await second.page.textContent("#paid"), /Test Bank.*Ada Example/s);
  second.expectNoProblems();
  await second.close();

  const { bankLogins, creates } = await env.stats();
  assert.deepEqual({ bankLogins, creates }, { bankLogins: 1, creates: 1 });
});

test("both servers restart between the visits and forget nothing", async () => {
  const first = await openShopper(env);
  await first.signIn("ada");
  await first.connect();
  await first.close();
  await env.restart();
  const second = await openShopper(env);
  await second.signIn("ada");
  await second.expectOffer("recalled");
  second.expectNoProblems();
  await second.close();
  assert.equal((await env.stats()).bankLogins, 1);
});

test("both servers restart while the shopper is at the bank", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.goToBank();
  await env.restart();
  await ada.finishBankLogin();
  await ada.expectOffer("connected");
  ada.expectNoProblems();
  await ada.close();
});

test("a guest has to log in each time", async () => {
  const guest = await openShopper(env);
  await guest.visit();
  const before = await env.stats();
  await guest.connect();
  await guest.visit();
  await guest.expectNoOffer();
  await guest.connect();
  guest.expectNoProblems();
  await guest.close();
  const { bankLogins, lists } = await env.stats();
  assert.equal(bankLogins, 2);
  assert.equal(lists, before.lists, "Ivy is never asked for a guest's past");
});

test("customers see their own bank, not that of the one before them in the same browser", async () => {
  const shopper = await openShopper(env);
  await shopper.signIn("ada");
  await shopper.connect();
  await shopper.visit();
  await shopper.signOut();
  await shopper.expectNoOffer();
  await shopper.signIn("ben");
  await shopper.expectNoOffer();
  await shopper.page.goBack();
  await shopper.waitUntilIdle();
  assert.doesNotMatch(await shopper.page.innerText("body"), /Ada Example/, "the way back shows nothing of the other");
  await shopper.close();
});

test("another bank beside the remembered one: the newest is offered first", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.connect();
  await ada.visit();
  await ada.expectOffer("recalled");
  await nextSecond();
  await ada.page.click("#use-another-bank");
  await ada.waitForBank();
  await ada.finishBankLogin({ bank: "de-testbank-two" });
  assert.equal((await ada.expectOffer("connected")).length, 2, "both accounts of the second bank");
  await ada.visit();
  const accounts = await ada.expectOffer("recalled");
  assert.equal(accounts.length, 3);
  assert.match(accounts[0], /Test Bank Two/);
  ada.expectNoProblems();
  await ada.close();
  assert.equal((await env.stats()).bankLogins, 2);
});

test("a forgotten bank is not offered again", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.connect();
  await ada.visit();
  await ada.expectOffer("recalled");
  await ada.page.click("#forget-bank");
  await ada.page.waitForSelector("#status[data-state=forgotten]");
  await ada.expectNoOffer();
  await ada.visit();
  await ada.expectNoOffer();
  ada.expectNoProblems();
  await ada.close();
});

test("if past logins name different people, none is preselected", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.connect({ as: "ada" });
  await ada.visit();
  await ada.page.click("#use-another-bank");
  await ada.waitForBank();
  await ada.finishBankLogin({ as: "ben" });
  await ada.visit();
  const accounts = await ada.expectOffer("recalled");
  assert.ok(["Ada Example", "Ben Sample"].every((name) => accounts.join().includes(name)), "both are on offer");
  assert.equal(await ada.selectedCount(), 0);
  await ada.page.click("#pay");
  await ada.expectState("choose_first");
  await ada.page.locator("#offer .account", { hasText: "Ben Sample" }).click();
  await ada.page.click("#pay");
  await ada.page.waitForSelector("#paid:visible");
  assert.match(await ada.page.textContent("#paid"), /Ben Sample/);
  ada.expectNoProblems();
  await ada.close();
});

test("an Ivy that dates its sessions changes nothing for the shopper", async () => {
  await env.close();
  env = await startTestEnv({ dates: true });
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.connect();
  await ada.visit();
  await ada.expectOffer("recalled");
  assert.match(await ada.page.textContent("#offer-age"), /today/);
  ada.expectNoProblems();
  await ada.close();
});
