// The bank login in a window of its own: the checkout page stays where it is, and goes on when the shopper is done.

import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, beforeEach, test } from "node:test";
import { startWorld } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

const desktop = { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false };

let world;
let ada;
beforeEach(async () => {
  world = await startWorld();
  ada = await openShopper(world, desktop);
  await ada.signIn("ada");
  await ada.visit("/?mode=popup");
});
afterEach(async () => {
  await ada.close();
  await world.close();
});
after(closeBrowser);

/** Clicks "Pay by bank" and gives the same shopper in the window that opens. */
async function openWindow() {
  const [page] = await Promise.all([ada.context.waitForEvent("page"), ada.page.click("#pay-by-bank")]);
  return Object.assign(Object.create(ada), { page });
}

async function openBank() {
  const inWindow = await openWindow();
  await inWindow.atBank();
  return inWindow;
}

/** Logs in, and waits for the end of the window. */
async function finish(inWindow, choice) {
  await inWindow.logIn(choice);
  const closed = once(inWindow.page, "close");
  await inWindow.page.click("#consent");
  await closed;
}

for (const policy of ["", "same-origin"]) {
  test(`the shop's page shows the account, and the window is gone (bank's opener policy: ${policy || "none"})`, async () => {
    if (policy) await cutOff(policy);
    const inWindow = await openBank();
    await ada.expectState("in_window");
    await finish(inWindow);
    await ada.page.waitForSelector("#offer:visible");
    const [account] = await ada.expectOffer("connected");
    assert.match(account, /Ada Example/);
    ada.expectNoProblems();
  });
}

/** Lets the bank's pages cut their window off from the shop's. */
async function cutOff(policy) {
  await ada.context.route(`${world.bankUrl}/**`, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({ response, headers: { ...response.headers(), "cross-origin-opener-policy": policy } });
  });
}
