// Tests of the choice among recalled accounts.

import assert from "node:assert/strict";
import { accounts, focused, inPage, said } from "./page.mjs";

inPage("a known shopper: one look, the account preselected, nothing used before the click", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: lib.sampleRecalled() }, { maxAgeDays: 90 }));
  await page.dblclick("button");
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank"]);
  const { args } = await page.evaluate(() => ({ args: globalThis.page.ivy.calls[1].args.map(({ signal, ...rest }) => rest) }));
  assert.deepEqual(args, [{ permissions: ["identity"], market: "DE" }, { maxAgeDays: 90 }]);
  assert.equal(await focused(page), "INPUT");
  assert.deepEqual(await accounts(page), ["Test Bank, account ending in 3000, Ada Example, Main account, Last connected: 7 days ago"]);
  assert.deepEqual(await events(), [["onRecalled", "session-1"]]);
  await press("Use this account");
  assert.deepEqual(await events(), [["onRecalled", "session-1"], ["onChoose", "session-1", "handle-1"]]);
});

inPage("several people: none is preselected, and the keyboard alone can choose", async ({ page, state, press, events }) => {
  await page.evaluate(() => {
    const other = lib.sampleSession({ id: "session-7" });
    other.data.identity.name = "Ben Sample";
    lib.mount({ connectBank: lib.sampleRecalled({ sessions: [lib.sampleSession(), other], session: null, identityDiffers: true }) });
  });
  await page.focus("button");
  await page.keyboard.press("Enter");
  await state("recalled");
  assert.equal(await page.locator("input:checked").count(), 0);
  await press("Use this account");
  assert.equal(await said(page), "Choose an account first.");
  assert.equal(await focused(page), "INPUT");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Use this account");
  await page.keyboard.press("Enter");
  assert.deepEqual((await events()).pop(), ["onChoose", "session-7", "handle-1"]);
});

inPage("one account in two sessions is one choice; a session without accounts is one too", async ({ page, state, press }) => {
  await page.evaluate(() => {
    const sessions = [lib.sampleSession(), lib.sampleSession({ id: "s2" }), lib.sampleSession({ id: "s3", data: { bankName: "Bare Bank" } })];
    lib.mount({ connectBank: lib.sampleRecalled({ sessions }) });
  });
  await press("Pay by bank");
  await state("recalled");
  const found = await accounts(page);
  assert.deepEqual(found.map((name) => name.split(",")[0]), ["Test Bank", "Bare Bank"]);
});

inPage("another bank: nothing is looked up", async ({ page, state, press }) => {
  await page.evaluate(() => void lib.mount({ connectBank: [lib.sampleRecalled(), lib.sampleLogin()], openBankLogin: { kind: "navigating" } }));
  await press("Pay by bank");
  await state("recalled");
  await press("Use another bank");
  await state("redirecting");
  assert.equal(await page.evaluate(() => globalThis.page.ivy.calls[2].args[1].fresh), true);
  assert.equal(await focused(page), "Redirecting to your bank…");
});

inPage("own markup for a state, own words for the others", async ({ page, state, press }) => {
  await page.evaluate(() => {
    const children = ({ state, connect }) => (state.status === "recalled" ? "mine" : undefined);
    lib.mount({ connectBank: lib.sampleRecalled() }, { children, texts: { connect: "Mit Bank zahlen", recalled: "Willkommen" } });
  });
  await press("Mit Bank zahlen");
  await state("recalled");
  assert.equal(await page.textContent("#root"), "mineWillkommen");
});
