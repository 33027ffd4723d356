// Tests of a return from the bank: it is handled once, and its result is reported once.

import assert from "node:assert/strict";
import { focused, inPage, said } from "./page.mjs";

inPage("a return is handled once, though StrictMode mounts twice, and reported once", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({ resumeBankLogin: { kind: "connected", session: lib.sampleSession() } }));
  await state("connected");
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin"]);
  assert.deepEqual(await events(), [["onConnected", "session-1"]]);
  assert.equal(await said(page), "Your bank is connected.");
  assert.equal(await focused(page), "Your bank is connected.", "the result gets the keyboard");
});

inPage("if nothing is pending, the look-up is not visible", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({}, {}, lib.Bare));
  await state("idle");
  await page.waitForTimeout(50);
  assert.deepEqual(await page.evaluate(() => [...new Set(seen)]), ["idle"]);
  assert.deepEqual([await methods(), await events()], [["resumeBankLogin"], []]);
});

inPage("with resume false no request is sent", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({ connectBank: lib.sampleRecalled() }, { resume: false }));
  await page.click("button");
  await state("recalled");
  assert.deepEqual(await methods(), ["connectBank"]);
});

inPage("a pending result is requested again, and each result is reported once", async ({ page, state, press, events }) => {
  await page.evaluate(() => {
    const session = lib.sampleSession();
    lib.mount({ resumeBankLogin: [{ kind: "pending", referenceId: "order-2" }, lib.fakeIvyError("timeout"), { kind: "connected", session }] });
  });
  await state("pending");
  await press("Check again");
  await state("failed");
  await press("Try again");
  await state("connected");
  assert.deepEqual(await events(), [["onPending", "order-2"], ["onError", "timeout"], ["onConnected", "session-1"]]);
});

for (const [reason, text] of Object.entries({ error: "We couldn’t connect your bank. Try again or use another bank.", expired: "Your bank login timed out. Please start again." })) {
  inPage(`back without a connection (${reason})`, async ({ page, state, press, events }) => {
    await page.evaluate((reason) => {
      lib.mount({ resumeBankLogin: { kind: "not_connected", referenceId: "order-2", reason }, connectBank: lib.sampleRecalled() });
    }, reason);
    await state("not_connected");
    assert.equal(await said(page), text);
    await press("Pay by bank");
    await state("recalled");
    assert.deepEqual(await events(), [["onNotConnected", reason], ["onRecalled", "session-1"]]);
  });
}

inPage("a click while a return is taken up waits for it", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({ resumeBankLogin: () => lib.later(), connectBank: lib.sampleRecalled() }, {}, lib.Bare));
  await state("loading");
  await page.evaluate(() => (globalThis.actions = []));
  await page.click("text=connect");
  assert.deepEqual(await methods(), ["resumeBankLogin"]);
  await page.evaluate(() => settle.resolve(null));
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank"]);
  assert.equal(await page.evaluate(() => new Set(actions).size), 1, "actions never change after mounting");
});

inPage("a click while a return is handled is dropped if the bank is connected", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({ resumeBankLogin: () => lib.later() }, {}, lib.Bare));
  await state("loading");
  await page.click("text=connect");
  await page.evaluate(() => settle.resolve({ kind: "connected", session: lib.sampleSession() }));
  await state("connected");
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin"]);
});
