// `<ivy-bank-connect>` on the checkout page, with the real shop and sandbox.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let env;
beforeEach(async () => (env = await startTestEnv()));
afterEach(() => env.close());
after(closeBrowser);

/** Opens the page and waits until the element is in one of these states. */
async function visit({ page }, address, ...states) {
  await page.goto(env.shopUrl + address);
  await waitForState(page, ...states);
}

const waitForState = (page, ...states) =>
  page.waitForFunction((states) => {
    const bank = document.querySelector("ivy-bank-connect");
    return states.includes(bank?.shadowRoot?.querySelector("[part=container]")?.dataset.state);
  }, states);

/** Completes the bank login, up to the shop's page with the result in the element. */
async function finishBankLogin(shopper, choice) {
  await shopper.logIn(choice);
  await shopper.page.click("#consent");
  await shopper.page.waitForURL(`${env.shopUrl}/return*`);
  await waitForState(shopper.page, "connected");
}

test("a bank login on the first visit, none on the second; then paid, and forgotten", async () => {
  const first = await openShopper(env);
  await first.signIn("ada");
  await visit(first, "/", "idle");
  await first.page.getByRole("button", { name: "Pay by bank" }).click();
  await first.waitForBank();
  await finishBankLogin(first);
  assert.match(await first.page.locator("ivy-bank-connect [part=account]").innerText(), /Test Bank[^]*Ada Example/);
  first.expectNoProblems();
  await first.close();

  const second = await openShopper(env);
  await second.signIn("ada");
  const { creates, bankLogins } = await env.stats();
  await visit(second, "/?locale=de", "recalled");
  const { page } = second;
  assert.equal(await page.locator("ivy-bank-connect [part=status]").textContent(), "Ihre Bank ist bereits verbunden. Eine erneute Anmeldung ist nicht nötig.");
  assert.equal(await page.getByRole("radio", { name: /^Test Bank, Konto mit den Endziffern .*Ada Example.*, Zuletzt verbunden: heute$/, checked: true }).count(), 1);
  const account = await page.locator("ivy-bank-connect [part=account]").innerText();
  assert.match(account, /DE •••• \d{4}/);
  assert.equal(second.requests.some(({ url }) => url.endsWith("/shop/pay")), false, "nothing is used before the click");
  await page.getByRole("button", { name: "Dieses Konto verwenden" }).click();
  await page.waitForFunction(() => /Ada Example/.test(document.getElementById("paid").textContent));
  const { body } = second.requests.find(({ url }) => url.endsWith("/shop/pay"));
  assert.deepEqual(Object.keys(JSON.parse(body)).sort(), ["handle", "sessionId"]);

  await visit(second, "/", "recalled");
  await page.getByRole("button", { name: "Remove this bank" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await waitForState(page, "forgotten");
  await visit(second, "/", "idle");
  const after = await env.stats();
  assert.deepEqual([after.creates, after.bankLogins], [creates, bankLogins], "looking and paying create nothing");
  second.expectNoProblems();
  await second.close();
});

test("another person's bank beside one's own: none is preselected", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.connect({ as: "ada" });
  await visit(ada, "/", "recalled");
  await ada.page.getByRole("button", { name: "Use another bank" }).click();
  await ada.waitForBank();
  await finishBankLogin(ada, { as: "ben" });
  await visit(ada, "/", "recalled");
  assert.equal(await ada.page.getByRole("radio").count(), 2);
  assert.equal(await ada.page.getByRole("radio", { checked: true }).count(), 0);
  ada.expectNoProblems();
  await ada.close();
});

test("the bank in a separate window: the page stays open and shows the result", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await visit(ada, "/?mode=popup", "idle");
  const [popup] = await Promise.all([ada.context.waitForEvent("page"), ada.page.getByRole("button", { name: "Pay by bank" }).click()]);
  await popup.click("#bank-de-testbank");
  await popup.fill("[name=username]", "ada");
  await popup.fill("[name=password]", "password");
  await popup.click("#login");
  await popup.click("#consent");
  await waitForState(ada.page, "connected");
  assert.match(await ada.page.locator("ivy-bank-connect [part=account]").innerText(), /Test Bank[^]*Ada Example/);
  ada.expectNoProblems();
  await ada.close();
});

test("the page's policy forbids WebAssembly: the element is the form, and the login comes to its end", async () => {
  const ada = await openShopper(env);
  await ada.signIn("ada");
  await ada.page.route(`${env.shopUrl}/`, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    headers["content-security-policy"] = headers["content-security-policy"].replaceAll("'wasm-unsafe-eval'", "");
    return route.fulfill({ response, headers });
  });
  await visit(ada, "/", "idle");
  await ada.page.getByRole("button", { name: "Pay by bank" }).click();
  await ada.waitForBank();
  await ada.finishBankLogin();
  assert.match(ada.page.url(), /\/plain\/done/);
  ada.expectNoProblems([/WebAssembly|Content Security Policy|wasm-eval/]);
  await ada.close();
});

test("JavaScript is off: the form replaces the element", async () => {
  const ada = await openShopper(env, { javaScriptEnabled: false });
  await ada.page.goto(env.shopUrl);
  await ada.page.click("#sign-in-ada");
  await ada.page.waitForSelector("#sign-out:visible");
  await ada.page.goto(`${env.shopUrl}/`);
  await ada.page.getByRole("button", { name: "Pay by bank" }).click();
  await ada.waitForBank();
  await ada.finishBankLogin();
  assert.match(ada.page.url(), /\/plain\/done/);
  await ada.close();
});

test("two designs of one checkout: each leads to the other, and the bank and the sign-in lead back to the one that was left", async () => {
  const ada = await openShopper(env);
  const { page } = ada;
  await visit(ada, "/", "idle");
  await page.click("#sign-in-ada");
  await page.waitForSelector("#sign-out:visible");
  assert.equal(page.url(), `${env.shopUrl}/`);
  await page.getByRole("link", { name: "own design" }).click();
  await ada.waitUntilIdle();
  await ada.connect();
  assert.match(page.url(), /\/return/);
  await page.getByRole("link", { name: "with the element" }).click();
  await waitForState(page, "recalled");
  assert.equal((await fetch(`${env.shopUrl}/element?locale=de`, { redirect: "manual" })).headers.get("location"), "/?locale=de");
  ada.expectNoProblems();
  await ada.close();
});
