// Tests of the offer to a known shopper on arrival, and of forgetting a bank.

import assert from "node:assert/strict";
import { focused, inPage, said } from "./page.mjs";

inPage("a known shopper is offered the account at once, by one look that creates nothing", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: lib.sampleRecalled() }, { recall: true, maxAgeDays: 90 }));
  await state("recalled");
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank"]);
  const { signal, ...rest } = await page.evaluate(() => globalThis.page.ivy.calls[1].args[1]);
  assert.deepEqual(rest, { maxAgeDays: 90 });
  assert.deepEqual(await events(), [["onRecalled", "session-1"]]);
  assert.equal(await focused(page), await page.textContent("body"), "nobody takes the keyboard on arrival");
});

inPage("an unknown shopper, and a look that fails, leave the button", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: [() => lib.later()] }, { recall: true }));
  await state("loading");
  assert.equal(await said(page), "Looking for the bank you used last time…");
  await page.evaluate(() => settle.reject(lib.fakeIvyError("forbidden")));
  await state("idle");
  assert.deepEqual([await methods(), await events()], [["resumeBankLogin", "recallBank"], [["onError", "forbidden"]]]);
});

inPage("a click does not wait for the look: that is ended", async ({ page, state, press, methods }) => {
  await page.evaluate(() => void lib.mount({ recallBank: () => lib.later(), connectBank: lib.sampleRecalled() }, { recall: true, expect: "connect" }));
  await state("loading");
  await press("Pay by bank");
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank", "connectBank"]);
  assert.equal(await page.evaluate(() => globalThis.page.ivy.calls[1].args[1].signal.aborted), true);
});

inPage("a forgotten bank goes, with all that is of it, and the others stay", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => {
    const data = { bankName: "Other Bank", accounts: [] };
    const sessions = [lib.sampleSession(), lib.sampleSession({ id: "s2" }), lib.sampleSession({ id: "s3", data })];
    lib.mount({ recallBank: lib.sampleRecalled({ sessions }), forgetBank: { forgotten: 1 } }, { recall: true });
  });
  await state("recalled");
  await press("Remove this bank");
  assert.equal((await methods()).length, 2, "a removal is confirmed first");
  await press("Remove");
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector("#root > div");
    return shadowRoot.querySelectorAll("label").length === 1 && !shadowRoot.querySelector("[aria-disabled=true]");
  });
  assert.equal(await page.locator("input:checked").count(), 0, "nothing is chosen anew");
  await page.getByRole("radio").check();
  await press("Remove this bank");
  await press("Remove");
  await state("forgotten");
  assert.equal(await said(page), "Bank removed.");
  assert.equal(await focused(page), "Pay by bank");
  const ids = await page.evaluate(() => globalThis.page.ivy.calls.slice(2).map(({ args }) => args[0]));
  assert.deepEqual([ids, (await methods()).slice(2)], [["session-1", "s2", "s3"], ["forgetBank", "forgetBank", "forgetBank"]]);
  assert.deepEqual(await events(), [["onRecalled", "session-1"], ["onRecalled", undefined]]);
});
