// Tests the accessibility of `<ivy-bank-connect>`: axe-core in every state, light and dark, on a phone and on a desktop; the
// size of touch targets; keyboard and screen reader.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { elementPages, screens } from "./element-pages.mjs";
import { root } from "./packed.mjs";

let pages;
let axe;
let names;
before(async () => {
  axe = await readFile(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
  pages = await elementPages();
  const { page, close } = await pages.open();
  names = await page.evaluate(() => Object.keys(lib.states));
  await close();
});
after(() => pages?.close());

for (const [screen, options] of Object.entries(screens)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${screen}, ${colorScheme}: nothing to find in any state, and all that is touched is large enough`, async () => {
      const { page, problems, close } = await pages.open({ ...options, colorScheme });
      await page.evaluate(axe);
      assert.ok(names.length > 20);
      for (const name of names) {
        const { said, ...found } = await page.evaluate(async (name) => {
          const bank = await lib.show(name);
          const { violations, incomplete, passes } = await axe.run("main", { rules: { region: { enabled: false } } });
          const facts = (rules) => rules.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
          const targets = [...bank.shadowRoot.querySelectorAll("button, label")].filter((target) => target.checkVisibility());
          const small = targets.filter((target) => target.getBoundingClientRect().height < 44).map(({ outerHTML }) => outerHTML);
          const wide = bank.shadowRoot.querySelector(".box").scrollWidth > bank.clientWidth;
          const said = bank.shadowRoot.querySelector("[role=status]").textContent;
          bank.remove();
          return { violations: facts(violations), incomplete: facts(incomplete), small, wide, passes: passes.length > 5, said };
        }, name);
        assert.deepEqual(found, { violations: [], incomplete: [], small: [], wide: false, passes: true }, name);
        assert.equal(said === "", name.startsWith("connect") && name !== "connecting" && name !== "connected", name);
      }
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

/** Opens a page. Returns the helpers that the tests below share. */
async function desk(t, options) {
  const { page, problems, close } = await pages.open(options);
  t.after(async () => {
    assert.deepEqual(problems, []);
    await close();
  });
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.outerHTML.match(/part="([^"]*)"/)?.[1] ?? "");
  const state = (wanted) => page.waitForFunction((wanted) => bank.shadowRoot.querySelector("[part=container]")?.dataset.state === wanted, wanted);
  return { page, focused, state };
}

test("the keyboard alone: from the button through the accounts to the choice", async (t) => {
  const { page, focused, state } = await desk(t);
  await page.evaluate(() => {
    const sessions = [lib.session("s1", "Test Bank", "Ada Example", [["DE89370400440532013000", "Main account"]]), lib.session("s2", "Test Bank Two", "Ben Sample", [])];
    lib.mount({ connectBank: lib.sampleRecalled({ sessions, session: null, ageDays: null, identityDiffers: true }) });
  });
  await state("idle");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "button");
  await page.keyboard.press("Enter");
  await state("recalled");
  assert.equal(await focused(), "radio", "the keyboard goes along with the shopper, to the accounts");
  const radios = page.getByRole("radiogroup", { name: "Choose an account" }).getByRole("radio");
  assert.equal(await page.locator("input:checked").count(), 0);
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.evaluate(() => lib.events), [["recalled", 2]], "an Enter too many chooses nothing");
  await page.keyboard.press("ArrowDown");
  assert.equal(await radios.nth(1).isChecked(), true);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "button");
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.evaluate(() => lib.events.at(-1)), ["choose", "s2"]);
});

test("a press without a choice shows a message, and moves the focus to the accounts", async (t) => {
  const { page, focused, state } = await desk(t);
  await page.evaluate(() => {
    const sessions = [lib.sampleSession(), lib.sampleSession({ id: "s2", data: { bankName: "Other Bank" } })];
    lib.mount({ recallBank: lib.sampleRecalled({ sessions, session: null }) });
  });
  await state("recalled");
  for (const name of ["Use this account", "Remove this bank"]) {
    await page.getByRole("button", { name }).click();
    assert.equal(await page.getByRole("status").textContent(), "Choose an account first.");
    assert.equal(await focused(), "radio");
  }
  assert.equal(await page.evaluate(() => bank.client.calls.length), 2);
});

test("a button keeps the keyboard while it works, and says that it is busy", async (t) => {
  const { page, focused, state } = await desk(t);
  await page.evaluate(() => void lib.mount({ connectBank: () => lib.later() }));
  await state("idle");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await state("connecting");
  assert.equal(await focused(), "button");
  assert.equal(await page.getByRole("button", { name: "Pay by bank", disabled: true }).count(), 1);
  assert.equal(await page.getByRole("group", { name: "Pay by bank" }).getAttribute("aria-busy"), "true");
  assert.equal(await page.getByRole("status").textContent(), "Preparing your bank login…");
  await page.keyboard.press("Space");
  assert.equal(await page.evaluate(() => bank.client.calls.length), 3);
  await page.evaluate(() => settle.reject(lib.fakeIvyError("network")));
  await state("failed");
  assert.equal(await focused(), "button");
});

test("if the focused part disappears, the focus moves to the next one", async (t) => {
  const { page, focused, state } = await desk(t);
  await page.evaluate(() => void lib.mount({ recallBank: lib.sampleRecalled(), forgetBank: { forgotten: 1 } }));
  await state("recalled");
  await page.getByRole("button", { name: "Remove this bank" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("status").textContent(), "Remove Test Bank?");
  assert.match(await focused(), /cancel/);
  await page.keyboard.press("Enter");
  assert.match(await focused(), /forget-bank/, "the question is withdrawn, and nothing was asked of the proxy");
  assert.equal(await page.evaluate(() => bank.client.calls.length), 2);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await state("forgotten");
  assert.equal(await focused(), "button");
});

test("nothing takes the focus when it appears, nor from a shopper who has moved on", async (t) => {
  const { page, state } = await desk(t);
  await page.evaluate(() => {
    lib.mount({ connectBank: () => lib.later() });
    document.querySelector("main").append(Object.assign(document.createElement("input"), { id: "elsewhere", ariaLabel: "Note" }));
  });
  await state("idle");
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  await page.getByRole("button", { name: "Pay by bank" }).click();
  await page.focus("#elsewhere");
  await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
  await state("recalled");
  assert.equal(await page.evaluate(() => document.activeElement.id), "elsewhere");
});

test("an account is read as people say it", async (t) => {
  const { page, state } = await desk(t);
  await page.evaluate(() => void lib.mount({ recallBank: lib.sampleRecalled({ ageDays: 1 }) }));
  await state("recalled");
  const name = "Test Bank, account ending in 3000, Ada Example, Main account, Last connected: yesterday";
  assert.equal(await page.getByRole("radio", { name, checked: true, exact: true }).count(), 1);
  const text = await page.locator("ivy-bank-connect [part=account]").innerText();
  assert.match(text, /DE •••• 3000/);
  assert.doesNotMatch(await page.evaluate(() => bank.shadowRoot.innerHTML), /DE89|370400/);
});

test("with reduced motion nothing moves, and with system colours the choice and the ring are visible", async (t) => {
  const { page, state } = await desk(t, { reducedMotion: "reduce", forcedColors: "active" });
  await page.evaluate(() => void lib.mount({ recallBank: () => lib.later() }));
  await state("loading");
  assert.equal(await page.evaluate(() => bank.shadowRoot.getAnimations().length), 0);
  await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
  await state("recalled");
  await page.getByRole("radio").focus();
  const [row, other] = await page.evaluate(() => {
    const style = getComputedStyle(bank.shadowRoot.querySelector("label"));
    return [parseFloat(style.outlineWidth), getComputedStyle(bank.shadowRoot.querySelector(".box")).outlineStyle];
  });
  assert.deepEqual([row >= 1, other], [true, "none"]);
});

test("it turns around with the page's direction", async (t) => {
  const { page, state } = await desk(t);
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
    lib.mount({ recallBank: lib.sampleRecalled() });
  });
  await state("recalled");
  const [radio, words] = await page.evaluate(() => ["input", ".words"].map((part) => bank.shadowRoot.querySelector(part).getBoundingClientRect().x));
  assert.ok(radio > words);
});

test("a result on a return page is scrolled to and focused, unless the page has switched that off", async (t) => {
  const { page, focused, state } = await desk(t);
  for (const [attributes, part, isSeen] of [[{}, "status", true], [{ reveal: "off" }, "", false]]) {
    await page.evaluate((attributes) => {
      const tall = Object.assign(document.createElement("canvas"), { height: 3_000 });
      document.querySelector("main").replaceChildren(tall);
      scrollTo(0, 0);
      lib.mount({ resumeBankLogin: { kind: "connected", session: lib.sampleSession() } }, { attributes });
    }, attributes);
    await state("connected");
    const { top, height } = await page.evaluate(() => ({ top: bank.getBoundingClientRect().top, height: innerHeight }));
    assert.deepEqual([await focused(), top < height], [part, isSeen]);
  }
});

test("a lookup has the height of the button, and no grey box at first", async (t) => {
  const { page, state } = await desk(t);
  const height = () => page.evaluate(() => bank.getBoundingClientRect().height);
  const [isEarly, isLate] = await page.evaluate(async () => {
    lib.mount({ recallBank: () => lib.later() });
    const skeleton = () => bank.shadowRoot.querySelector("[part=skeleton]");
    while (bank.state.status !== "loading" || !skeleton()) await new Promise((resolve) => setTimeout(resolve, 1));
    const early = getComputedStyle(skeleton()).visibility;
    while (!bank.shadowRoot.querySelector("[data-late]")) await new Promise((resolve) => setTimeout(resolve, 10));
    return [early, getComputedStyle(skeleton()).visibility];
  });
  assert.deepEqual([isEarly, isLate], ["hidden", "visible"]);
  const before = await height();
  await page.evaluate(() => settle.resolve(lib.sampleNotRecalled()));
  await state("idle");
  assert.equal(await height(), before);
});
