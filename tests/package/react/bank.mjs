// Tests of the way to the bank: the page navigates, opens a window, posts a form, or a call fails.

import assert from "node:assert/strict";
import { focused, inPage, said } from "./page.mjs";

inPage("a new shopper leaves for the bank; the page is usable when it is shown again", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } }));
  await press("Pay by bank");
  await state("redirecting");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "openBankLogin"]);
  assert.equal(await said(page), "Redirecting to your bank…");
  const button = page.getByRole("button", { name: "Redirecting to your bank…", disabled: true });
  assert.equal(await button.count(), 1, "the page is being left");
  await press("Continue to your bank");
  assert.equal((await methods()).length, 4);
  assert.deepEqual(await page.evaluate(() => globalThis.page.ivy.calls[3].args[0].id), "session-2");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await state("idle");
  assert.deepEqual(await events(), []);
});

inPage("a failed step is repeated: the look-up, then the opening of the same login", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => {
    const { fakeIvyError, sampleLogin } = lib;
    lib.mount({ connectBank: [fakeIvyError("network"), sampleLogin()], openBankLogin: [fakeIvyError("load_failed"), { kind: "navigating" }] });
  });
  await press("Pay by bank");
  await state("failed");
  assert.equal(await said(page), "No internet connection. Check your connection and try again.");
  assert.equal(await focused(page), "Try again");
  await press("Try again");
  await page.waitForFunction(() => lib.events.length === 2);
  await press("Try again");
  await state("redirecting");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "connectBank", "openBankLogin", "openBankLogin"]);
  assert.deepEqual(await events(), [["onError", "network"], ["onError", "load_failed"]]);
});

inPage("leaving for the bank is begun once, whatever is pressed meanwhile", async ({ page, state, methods }) => {
  const script = () => void lib.mount({ connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } }, {}, lib.Bare);
  await page.evaluate(script);
  await page.click("text=connect");
  await state("redirecting");
  for (const name of ["connect", "connectAnotherBank"]) await page.click(`button:text-is("${name}")`);
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "openBankLogin"]);
});

inPage("a call that a test forgot to script is reported, and fails", async ({ page, state, press, events }) => {
  await page.evaluate(() => void lib.mount({}));
  await press("Pay by bank");
  await state("failed");
  await page.waitForTimeout(50);
  const [[name, message]] = await events();
  assert.match(`${name} ${message}`, /^onError connectBank was called/);
  return [message];
});

inPage("input that breaks a rule gets a sentence of its own", async ({ page, state, press }) => {
  const rows = [
    ["invalid_phone", "The phone number isn’t valid. Enter it with + and the country code, without (0)."],
    ["invalid_email", "The e-mail address isn’t valid. Please check it."],
    ["invalid_bic", "The IBAN or BIC isn’t valid. Please check it."],
    ["out_of_range", "Something went wrong. Please try again."],
  ];
  await page.evaluate((codes) => {
    const issues = (code) => ["invalid_market", code].map((code) => ({ path: ["externalUser"], code, message: "" }));
    lib.mount({ connectBank: codes.map((code) => lib.fakeIvyError("validation_failed", { issues: issues(code) })) });
  }, rows.map(([code]) => code));
  for (const [index, [, sentence]] of rows.entries()) {
    await press(index === 0 ? "Pay by bank" : "Try again");
    await state("failed");
    await page.getByRole("status").filter({ hasText: sentence }).waitFor();
  }
});

inPage("without WebAssembly the button is the form", async ({ page, press }) => {
  await page.route("**/api/ivy/start", (route) => route.fulfill({ contentType: "text/html", body: "<title>bank</title>" }));
  await page.evaluate(() => void lib.mount({ connectBank: lib.fakeIvyError("wasm_blocked") }, { formAction: "/api/ivy/start" }));
  const [posted] = await Promise.all([page.waitForRequest("**/api/ivy/start"), press("Pay by bank")]);
  assert.deepEqual([posted.method(), posted.postData()], ["POST", "permissions=identity&market=DE"]);
  await page.waitForFunction(() => document.title === "bank");
});

inPage("in a window: opened in the click, its result reported once; it can be aborted", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => {
    const openBankLogin = [() => lib.later(), { kind: "connected", session: lib.sampleSession() }];
    lib.mount({ recallBank: lib.sampleNotRecalled(), connectBank: lib.sampleLogin(), openBankLogin }, { recall: true, mode: "popup" });
  });
  await page.waitForFunction(() => globalThis.page.ivy.calls.length === 2);
  await state("idle");
  await press("Pay by bank");
  await state("redirecting");
  assert.equal(await said(page), "Continue in your bank’s window.");
  const [fresh, mode] = await page.evaluate(() => [globalThis.page.ivy.calls[2].args[1].fresh, globalThis.page.ivy.calls[3].args[1].mode]);
  assert.deepEqual([fresh, mode], [true, "popup"], "a look before the window would be too late for it");
  await press("Cancel");
  await state("idle");
  await press("Pay by bank");
  await state("connected");
  assert.deepEqual(await events(), [["onConnected", "session-1"]]);
  assert.equal((await methods()).length, 6);
});

inPage("if no window opens, the page navigates", async ({ page, state, press, events }) => {
  await page.evaluate(() => {
    const openBankLogin = [lib.fakeIvyError("popup_blocked"), { kind: "navigating" }];
    lib.mount({ connectBank: lib.sampleLogin(), openBankLogin }, { mode: "popup" });
  });
  await press("Pay by bank");
  await page.waitForFunction(() => globalThis.page.ivy.calls.length === 4);
  await state("redirecting");
  assert.deepEqual(await page.evaluate(() => globalThis.page.ivy.calls.slice(2).map(({ args }) => args[1].mode)), ["popup", undefined]);
  assert.deepEqual(await events(), []);
});
