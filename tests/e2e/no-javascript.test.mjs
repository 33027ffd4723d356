// Tests of a checkout without WebAssembly, without JavaScript, and before either has loaded: the same button is a form that
// reaches the bank.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let env;
beforeEach(async () => (env = await startTestEnv()));
afterEach(() => env.close());
after(closeBrowser);

test("the page's policy forbids WebAssembly", async () => {
  const ada = await openShopper(env);
  await ada.page.route(`${env.shopUrl}/**`, async (route) => {
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
  const ada = await openShopper(env);
  await ada.signIn("ada");
  let arrive;
  const later = new Promise((resolve) => (arrive = resolve));
  await ada.page.route("**/checkout.js", (route) => later.then(() => route.abort()).catch(() => {}));
  await ada.page.goto(`${env.shopUrl}/own-design`, { waitUntil: "commit" });
  await ada.goToBank();
  arrive();
  await ada.finishBankLogin();
  await expectResultPage(ada);
  ada.expectNoProblems();
  await ada.close();
});

test("JavaScript is off", async () => {
  const ada = await openShopper(env, { javaScriptEnabled: false });
  await ada.page.goto(`${env.shopUrl}/own-design`);
  await ada.page.click("#sign-in-ada");
  await ada.page.waitForSelector("#sign-out:visible");
  await ada.goToBank();
  await ada.finishBankLogin();
  await expectResultPage(ada);

  await ada.page.goto(`${env.shopUrl}/own-design`);
  assert.ok(await ada.page.isVisible("#pay-by-bank"), "a known shopper can still pay by bank");
  await ada.goToBank();
  await ada.page.click("#cancel");
  await ada.waitForShop();
  assert.doesNotMatch(await ada.page.innerText("body"), /Ada Example/);
  assert.match(await ada.page.innerText("body"), /not connected|nothing was paid/i);
  ada.expectNoProblems();
  await ada.close();
});

/** Opens the shop without JavaScript, signs Ada in, and leads her through the bank to the return page. */
async function adaOnReturnPage() {
  const ada = await openShopper(env, { javaScriptEnabled: false });
  await ada.page.goto(`${env.shopUrl}/own-design`);
  await ada.page.click("#sign-in-ada");
  await ada.goToBank();
  await ada.logIn();
  await ada.page.click("#consent");
  await ada.page.waitForURL("**/plain/return?*");
  return ada;
}

test("others open the return URL before the shopper's own post: nothing happens", async () => {
  const ada = await adaOnReturnPage();
  const opened = await fetch(ada.page.url());
  assert.equal(opened.status, 200);
  assert.doesNotMatch(await opened.text(), /Ada Example/);
  await ada.page.reload();
  await ada.page.click("#continue button");
  await ada.page.waitForURL("**/plain/done");
  await expectResultPage(ada);
  await ada.page.click("#pay");
  await ada.page.waitForURL("**/plain/paid");
  await ada.close();
});

test("a return page that is being prerendered posts nothing before it is shown", async () => {
  const ada = await adaOnReturnPage();
  const shown = await openShopper(env);
  await shown.context.addCookies(await ada.context.cookies());
  await shown.page.addInitScript(() => Object.defineProperty(document, "prerendering", { value: true, writable: true }));
  await shown.page.goto(ada.page.url());
  await shown.page.waitForTimeout(300);
  assert.deepEqual(shown.requests.filter(({ method }) => method === "POST"), []);
  await shown.page.evaluate(() => {
    document.prerendering = false;
    document.dispatchEvent(new Event("prerenderingchange"));
  });
  await shown.page.waitForURL("**/plain/done");
  await expectResultPage(shown);
  await shown.close();
  await ada.close();
});

for (const [who, state] of [["ada", "connected"], ["ben", "unknown"]]) {
  test(`JavaScript is off, and the sign-in lapses at the bank: after the sign-in of ${who} it is ${state}`, async () => {
    const ada = await openShopper(env, { javaScriptEnabled: false });
    await ada.page.goto(`${env.shopUrl}/own-design`);
    await ada.page.click("#sign-in-ada");
    await ada.goToBank();
    const cookies = await ada.context.cookies();
    await ada.context.clearCookies();
    await ada.context.addCookies(cookies.filter(({ name }) => name !== "shop_session"));
    await ada.finishBankLogin();
    await ada.expectState("sign_in_to_finish");
    assert.doesNotMatch(await ada.page.innerText("body"), /Ada Example/);
    await ada.page.click(`#sign-in-${who}`);
    await ada.page.waitForURL("**/plain/return?*");
    await ada.waitForShop();
    await ada.expectState(state);
    assert.equal(/Ada Example/.test(await ada.page.innerText("body")), who === "ada");
    await ada.close();
  });
}

/** Checks the result page of the server: it names bank and holder, masks the IBAN, and has no secret in its URL. */
async function expectResultPage({ page }) {
  const text = await page.innerText("body");
  assert.match(text, /Test Bank/);
  assert.match(text, /Ada Example/);
  assert.doesNotMatch(text, /DE\d{20}/);
  assert.ok(!page.url().includes("ivy="), page.url());
}
