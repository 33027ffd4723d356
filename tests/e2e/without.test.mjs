// Without WebAssembly, without JavaScript, and before either is there: the same button is a form, and it still reaches the bank.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startWorld } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let world;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.close());
after(closeBrowser);

test("the page's policy forbids WebAssembly", async () => {
  const ada = await openShopper(world);
  await ada.page.route(`${world.shopUrl}/**`, async (route) => {
    if (route.request().resourceType() !== "document" || route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch({ maxRedirects: 0 });
    const headers = response.headers();
    headers["content-security-policy"] = headers["content-security-policy"].replaceAll("'wasm-unsafe-eval'", "");
    return route.fulfill({ response, headers });
  });
  await ada.signIn("ada");
  // Signing in ends in a redirect, which is not intercepted.
  await ada.visit();
  await ada.expectState("blocked");
  await ada.goToBank();
  await ada.finishBankLogin();
  assert.match(ada.page.url(), /\/plain\/done/);
  await expectResultPage(ada);

  await ada.visit();
  await ada.expectState("blocked");
  assert.ok(await ada.page.isVisible("#pay-by-bank"), "a known shopper can still pay by bank");
  ada.expectNoProblems([/WebAssembly|Content Security Policy|wasm-eval/]);
  await ada.close();
});

test("a click before the scripts have arrived", async () => {
  const ada = await openShopper(world);
  await ada.signIn("ada");
  let arrive;
  const later = new Promise((resolve) => (arrive = resolve));
  await ada.page.route("**/checkout.js", (route) => later.then(() => route.abort()).catch(() => {}));
  await ada.page.goto(world.shopUrl, { waitUntil: "commit" });
  await ada.goToBank();
  arrive();
  await ada.finishBankLogin();
  await expectResultPage(ada);
  ada.expectNoProblems();
  await ada.close();
});

test("JavaScript is off", async () => {
  const ada = await openShopper(world, { javaScriptEnabled: false });
  await ada.page.goto(world.shopUrl);
  await ada.page.click("#sign-in-ada");
  await ada.page.waitForSelector("#sign-out:visible");
  await ada.goToBank();
  await ada.finishBankLogin();
  await expectResultPage(ada);

  await ada.page.goto(world.shopUrl);
  assert.ok(await ada.page.isVisible("#pay-by-bank"), "a known shopper can still pay by bank");
  await ada.goToBank();
  await ada.page.click("#cancel");
  await ada.backInShop();
  assert.doesNotMatch(await ada.page.innerText("body"), /Ada Example/);
  assert.match(await ada.page.innerText("body"), /not connected|nothing was paid/i);
  ada.expectNoProblems();
  await ada.close();
});

/** The server-made result page names the bank and the holder, masks the IBAN and holds no secret in its address. */
async function expectResultPage({ page }) {
  const text = await page.innerText("body");
  assert.match(text, /Test Bank/);
  assert.match(text, /Ada Example/);
  assert.doesNotMatch(text, /DE\d{20}/);
  assert.ok(!page.url().includes("ivy="), page.url());
}
