// Tests of several people at one browser: the next person sees nothing of earlier ones, also not in a page from the
// back/forward cache.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let env;
let shopper;
beforeEach(async () => {
  env = await startTestEnv();
  shopper = await openShopper(env, { backForwardCache: true, isMobile: false });
});
afterEach(async () => {
  await shopper.close();
  await env.close();
});
after(closeBrowser);

const ADA = /Ada Example|ada@example|Test Bank|DE ••/;

/** Signs in as `next` in another tab. With "" it only signs out. */
async function handOverTo(next) {
  const tab = await shopper.secondTab();
  await tab.visit();
  if (await tab.page.isVisible("#sign-out")) await tab.signOut();
  if (next) await tab.signIn(next);
  await tab.page.close();
}

/**
 * Leaves the page and returns to it from the back/forward cache, after `meanwhile`. A page that was reached by a redirect is
 * not cached, so it is reloaded first.
 */
async function leaveAndComeBack(meanwhile = () => {}) {
  const before = await shopper.restoreCount();
  await shopper.page.goto(`${env.shopUrl}/goods/mark.svg`);
  await meanwhile();
  // A cached page does not fire a load event, unless it reloads itself.
  await shopper.page.goBack({ waitUntil: "commit" });
  await shopper.page.waitForFunction((before) => Number(sessionStorage.getItem("test.restored")) > before, before);
}

/** Returns all text that the page has for a person, hidden or not. The example in the developers' panel is left out. */
const allText = () =>
  shopper.page.evaluate(() => {
    const parts = document.querySelectorAll("#who, #paid, .who, #payment, #dev-log");
    return [...parts].map(({ textContent }) => textContent).join("\n");
  });

/** Returns the text in the element's shadow tree. */
const inElement = () => shopper.page.evaluate(() => document.querySelector("ivy-bank-connect").shadowRoot.textContent);

const elementIs = (...states) =>
  shopper.page.waitForFunction((states) => {
    const box = document.querySelector("ivy-bank-connect")?.shadowRoot?.querySelector("[part=container]");
    return states.includes(box?.dataset.state);
  }, states);

test("back from the bank to the page that was left: it can be used at once", async () => {
  await shopper.signIn("ada");
  await shopper.visit();
  for (let round = 1; round <= 2; round++) {
    await shopper.goToBank();
    await shopper.page.goBack();
    await shopper.page.waitForSelector("#status[data-state=cancelled]");
    assert.equal(await shopper.restoreCount(), round);
  }
  await shopper.goToBank();
  await shopper.finishBankLogin();
  await shopper.expectOffer("connected");
});

for (const next of ["ben", ""]) {
  const who = next || "a guest";
  for (const place of ["the offer", "the return page", "the receipt"]) {
    test(`${place} of Ada is shown again to ${who}: nothing of her is in it`, async () => {
      await shopper.signIn("ada");
      await shopper.connect();
      if (place === "the return page") {
        await shopper.page.reload();
        await shopper.expectOffer("connected");
      } else {
        await shopper.visit();
        await shopper.expectOffer("recalled");
      }
      if (place === "the receipt") {
        await shopper.page.click("#pay");
        await shopper.page.waitForSelector("#paid:visible");
      }
      await leaveAndComeBack(() => handOverTo(next));
      await shopper.waitUntilIdle();
      assert.doesNotMatch(await allText(), ADA);
      if (next) assert.match(await allText(), /Ben Sample/);
      else assert.equal(await shopper.page.isVisible("#sign-in-ada"), true);
    });
  }

  test(`the element with Ada's account is shown again to ${who}: nothing of her is in it`, async () => {
    await shopper.signIn("ada");
    await shopper.connect();
    await shopper.page.goto(`${env.shopUrl}/`);
    await elementIs("recalled");
    assert.match(await inElement(), ADA);
    await leaveAndComeBack(() => handOverTo(next));
    await elementIs("idle");
    await shopper.page.waitForFunction((who) => document.getElementById("who").textContent.includes(who), next ? "Ben Sample" : "as a guest");
    await elementIs("idle");
    assert.doesNotMatch(await inElement(), ADA);
    assert.doesNotMatch(await allText(), ADA);
  });
}

test("the same customer finds the account again, in the page and in the element", async () => {
  await shopper.signIn("ada");
  await shopper.connect();
  await shopper.page.reload();
  await shopper.expectOffer("connected");
  await leaveAndComeBack();
  await shopper.expectOffer("connected");
  await shopper.page.goto(`${env.shopUrl}/`);
  await elementIs("recalled");
  await leaveAndComeBack();
  await elementIs("recalled");
  assert.match(await inElement(), ADA);
});

test("somebody else signs in in another tab: this one starts over as soon as it is seen", async () => {
  await shopper.signIn("ada");
  await shopper.connect();
  await shopper.visit();
  await shopper.expectOffer("recalled");
  await handOverTo("ben");
  await shopper.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await shopper.page.waitForSelector(".who-name:has-text('Ben Sample')");
  await shopper.expectNoOffer();
  assert.doesNotMatch(await allText(), ADA);
});

test("a guest's login is nobody's after the next sign-in, whoever looks", async () => {
  await shopper.visit();
  await shopper.connect();
  const log = await shopper.page.locator("#dev-log .exchange pre").allTextContents();
  const { referenceId, session } = log.map((text) => JSON.parse(text)).find(({ session }) => session);
  const account = { sessionId: session.id, handle: session.data.accounts[0].handle };
  assert.equal((await shopper.post("/shop/pay", account)).status, 200, "until then it is the guest's");
  for (const next of ["ben", ""]) {
    if (next) await shopper.signIn(next);
    else await shopper.signOut();
    assert.equal((await shopper.post("/api/ivy/result", { referenceId })).status, 404, next);
    assert.equal((await shopper.post("/shop/pay", account)).status, 404, next);
    await shopper.page.evaluate((ivyDataSession) => history.replaceState({ ivyDataSession }, "", "/return"), referenceId);
    await shopper.page.reload();
    await shopper.waitUntilIdle();
    assert.doesNotMatch(await allText(), ADA, next);
  }
});

test("the sign-in lapses while the shopper is at the bank: the login goes on after the next sign-in", async () => {
  await shopper.signIn("ada");
  await shopper.goToBank();
  await handOverTo("");
  await shopper.finishBankLogin();
  await shopper.expectState("sign_in_to_finish");
  await shopper.expectNoOffer();
  assert.doesNotMatch(await allText(), ADA);
  assert.doesNotMatch(shopper.page.url(), /ivy=/);
  await shopper.page.click("#sign-in-ada");
  await shopper.page.waitForSelector("#sign-out:visible");
  assert.match((await shopper.expectOffer("connected")).join(), ADA);
  assert.equal((await env.stats()).bankLogins, 1);
});

test("the sign-in lapses while the shopper is at the bank, and somebody else signs in: nothing of it", async () => {
  await shopper.signIn("ada");
  await shopper.goToBank();
  await handOverTo("");
  await shopper.finishBankLogin();
  await shopper.page.click("#sign-in-ben");
  await shopper.page.waitForSelector("#sign-out:visible");
  await shopper.expectNoOffer();
  assert.doesNotMatch(await allText(), ADA);
});
