// Tests of a browser in which WebAssembly is switched off, as some companies do: the button is a form that reaches the bank.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

let env;
beforeEach(async () => (env = await startTestEnv()));
afterEach(() => env.close());
after(closeBrowser);

test("WebAssembly is switched off", async () => {
  const ada = await openShopper(env, { webAssembly: false });
  await ada.signIn("ada");
  assert.equal(await ada.page.evaluate(() => typeof WebAssembly), "undefined");
  await ada.expectState("blocked");
  for (let visit = 1; visit <= 2; visit++) {
    await ada.goToBank();
    await ada.finishBankLogin();
    const [url, text] = [await ada.page.url(), await ada.page.innerText("body")];
    assert.match(url, /\/plain\/done/);
    assert.ok(!url.includes("ivy="), url);
    assert.match(text, /Test Bank/);
    assert.match(text, /Ada Example/);
    assert.doesNotMatch(text, /DE\d{20}/, "the IBAN is masked");
    assert.equal((await env.stats()).bankLogins, visit);

    await ada.visit();
    await ada.expectState("blocked");
    assert.ok(await ada.page.isVisible("#pay-by-bank"), "a known shopper can still pay by bank");
  }
  ada.expectNoProblems();
  await ada.close();
});
