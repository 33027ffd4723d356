// Tests the accessibility of the component of `ivy-data-session/react`: axe-core in every state, keyboard and screen reader.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { root } from "./packed.mjs";
import { reactPages, versions } from "./react-pages.mjs";

let pages;
let axe;
before(async () => {
  axe = await readFile(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
  pages = await reactPages();
});
after(() => pages?.close());

/** The steps to each state: the component to draw in the page, and the buttons to press. */
const states = {
  idle: { draw: () => lib.mount({}) },
  loading: { draw: () => lib.mount({ recallBank: () => lib.later() }, { recall: true }) },
  forgetting: { draw: () => lib.mount({ recallBank: lib.sampleRecalled(), forgetBank: () => lib.later() }, { recall: true }), pressed: ["Remove this bank", "Remove"] },
  forgotten: { draw: () => lib.mount({ recallBank: lib.sampleRecalled(), forgetBank: { forgotten: 1 } }, { recall: true }), pressed: ["Remove this bank", "Remove"] },
  connecting: { draw: () => lib.mount({ connectBank: () => lib.later() }), pressed: ["Pay by bank"] },
  recalled: { draw: () => lib.mount({ connectBank: lib.sampleRecalled({ sessions: [lib.sampleSession(), lib.sampleSession({ id: "s2", data: {} })] }) }), pressed: ["Pay by bank"] },
  redirecting: { draw: () => lib.mount({ connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } }), pressed: ["Pay by bank"] },
  connected: { draw: () => lib.mount({ resumeBankLogin: { kind: "connected", session: lib.sampleSession() } }) },
  pending: { draw: () => lib.mount({ resumeBankLogin: { kind: "pending", referenceId: "order-2" } }) },
  not_connected: { draw: () => lib.mount({ resumeBankLogin: { kind: "not_connected", referenceId: "order-2", reason: "error" } }) },
  failed: { draw: () => lib.mount({ connectBank: lib.fakeIvyError("network") }, { formAction: "/api/ivy/start" }), pressed: ["Pay by bank"] },
};

for (const version of Object.keys(versions)) {
  for (const [state, { draw, pressed = [] }] of Object.entries(states)) {
    test(`React ${version}: nothing to find in ${state}, and the live region says where one is`, async () => {
      const { page, problems } = await pages.open(version);
      await page.evaluate(`void (${draw})()`);
      for (const name of pressed) await page.getByRole("button", { name, exact: true }).click();
      await page.waitForSelector(`[data-state="${state}"]`, { timeout: 60_000 });
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      assert.ok(passes.length > 5);
      assert.equal(await page.locator("[style]").count(), 0);
      assert.equal((await page.textContent('[role="status"]')) === "", state === "idle");
      assert.deepEqual(problems, []);
      await page.close();
    });
  }

  test(`React ${version}: the button that was pressed keeps the keyboard, and says that it is busy`, async () => {
    const { page } = await pages.open(version);
    await page.evaluate(() => void lib.mount({ connectBank: () => lib.later() }));
    await page.focus("button");
    await page.keyboard.press("Space");
    const busy = page.getByRole("button", { name: "Pay by bank", disabled: true });
    await busy.waitFor();
    assert.equal(await busy.evaluate((button) => button === button.getRootNode().activeElement), true);
    await page.keyboard.press("Space");
    assert.equal(await page.evaluate(() => globalThis.page.ivy.calls.length), 2);
    await page.close();
  });

  test(`React ${version}: a shopper who has gone elsewhere keeps the keyboard there`, async () => {
    const { page } = await pages.open(version);
    await page.evaluate(() => {
      lib.mount({ connectBank: () => lib.later() });
      document.querySelector("main").append(Object.assign(document.createElement("input"), { id: "elsewhere", ariaLabel: "Note" }));
    });
    await page.click("button");
    await page.focus("#elsewhere");
    await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
    const group = page.getByRole("radiogroup", { name: "Choose an account" });
    await group.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "elsewhere");
    const radio = group.getByRole("radio", { name: "Test Bank, account ending in 3000, Ada Example, Main account, Last connected: 7 days ago", checked: true });
    assert.equal(await radio.count(), 1);
    await page.close();
  });
}
