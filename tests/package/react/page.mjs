// Pages for the tests of this folder, in each React version.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { reactPages, versions } from "../react-pages.mjs";

let pages;
before(async () => (pages = await reactPages()));
after(() => pages?.close());

/** Defines a test in a page of each React version. It fails if the console has errors that `run` does not return. */
export function inPage(name, run, which = Object.keys(versions)) {
  for (const version of which) {
    test(`React ${version}: ${name}`, async () => {
      const { page, problems } = await pages.open(version);
      const state = (wanted) => page.waitForSelector(`[data-state="${wanted}"]`, { timeout: 60_000 });
      const press = (name) => page.getByRole("button", { name, exact: true }).click({ timeout: 12_000 });
      const methods = () => page.evaluate(() => globalThis.page.ivy.calls.map(({ method }) => method));
      const events = () => page.evaluate(() => lib.events);
      const expected = (await run({ page, state, press, methods, events })) ?? [];
      // Wait for expected errors, which may arrive late. The pauses within the tests were long enough for unexpected ones.
      for (const end = Date.now() + 30_000; problems.length < expected.length && Date.now() < end; ) await page.waitForTimeout(20);
      assert.deepEqual(problems, expected);
      await page.close();
    });
  }
}

/** Returns the text of the focused element, also within the component's shadow tree, or its tag name. */
export const focused = (page) =>
  page.evaluate(() => {
    const active = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
    return active.textContent || active.tagName;
  });

/** Returns the accessible name of every account. */
export const accounts = (page) => page.getByRole("radio").evaluateAll((radios) => radios.map((radio) => radio.ariaLabel));

/** Returns the text of the live region. */
export const said = (page) => page.textContent('[role="status"]');

/** Returns the text of the component, also of its shadow tree. */
export const shown = (page) => page.evaluate(() => document.querySelector("#root > div").shadowRoot.textContent + document.getElementById("root").textContent);
