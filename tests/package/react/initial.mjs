// Tests of the outcome that the server has rendered, and of a change of the customer.

import assert from "node:assert/strict";
import { inPage } from "./page.mjs";

const text = (page) => page.textContent("#root");

inPage("rendered on the server and hydrated: the account is there, without a request, a flash or a warning", async ({ page, state, methods, events }) => {
  const html = await page.evaluate(() => {
    globalThis.shown = [];
    const outcome = lib.sampleRecalled({ sessions: [lib.sampleSession({ data: { ...lib.sampleSession().data, bankName: "</script><img onerror=…>" } })] });
    const initial = lib.sampleInitial(outcome, { at: 1 });
    const children = ({ state }) => void shown.push(state.status);
    return lib.hydrate({}, { initial, initialMaxAgeMs: Infinity, recall: true, children });
  });
  assert.match(html, /data-state="recalled"/);
  assert.match(html, /&lt;\/script&gt;&lt;img onerror=…&gt;/);
  await state("recalled");
  await page.waitForFunction(() => lib.events.length > 0);
  await page.waitForTimeout(50);
  assert.deepEqual([await methods(), await events()], [["resumeBankLogin"], [["onRecalled", "session-1"]]]);
  assert.deepEqual(await page.evaluate(() => [...new Set(shown)]), ["recalled"]);
});

inPage("hydrated with an outcome that is too old: no warning, and the client is asked", async ({ page, state, methods }) => {
  const html = await page.evaluate(() => lib.hydrate({ recallBank: lib.sampleNotRecalled() }, { initial: lib.sampleInitial(lib.sampleRecalled(), { at: 1 }), recall: true }));
  assert.match(html, /data-state="recalled"/);
  await state("idle");
  await page.waitForFunction(() => globalThis.page.ivy.calls.length === 2);
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank"]);
});

inPage("mounted in StrictMode: recalled from the first render on, told once, and the shopper can act", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ forgetBank: { forgotten: 1 } }, { initial: lib.sampleInitial(lib.sampleRecalled()), recall: true }, lib.Recorded));
  await page.waitForFunction(() => lib.events.length > 0);
  await page.waitForTimeout(50);
  assert.deepEqual(await page.evaluate(() => [...new Set(seen)]), ["recalled"]);
  await press("Remove this bank");
  await press("Remove");
  await state("forgotten");
  assert.deepEqual([await methods(), await events()], [["resumeBankLogin", "forgetBank"], [["onRecalled", "session-1"]]]);
});

inPage("without resuming it is told once too", async ({ page, methods, events }) => {
  await page.evaluate(() => void lib.mount({}, { initial: lib.sampleInitial(lib.sampleRecalled()), resume: false, recall: true }));
  await page.waitForFunction(() => lib.events.length > 0);
  assert.deepEqual([await methods(), await events()], [[], [["onRecalled", "session-1"]]]);
});

inPage("with the outcome that nothing was found the proxy is not asked again, and one that cannot be read is asked for", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({}, { initial: lib.sampleInitial(lib.sampleNotRecalled()), recall: true }));
  await page.waitForFunction(() => globalThis.page.ivy.calls.length > 0);
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin"]);
  await page.evaluate(() => {
    const client = lib.createFakeClient({ resumeBankLogin: null, recallBank: lib.sampleRecalled() });
    globalThis.page.update({ client, initial: "x" });
    globalThis.page.ivy = client;
  });
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank"]);
});

inPage("another client does not get the outcome of the one before", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({}, { initial: lib.sampleInitial(lib.sampleRecalled()), recall: true }, lib.Recorded));
  await state("recalled");
  await page.evaluate(() => {
    globalThis.seen = [];
    const client = lib.createFakeClient({ resumeBankLogin: null, recallBank: lib.sampleNotRecalled() });
    globalThis.page.update({ client });
    globalThis.page.ivy = client;
  });
  await page.waitForFunction(() => globalThis.page.ivy.calls.length === 2);
  await state("idle");
  assert.doesNotMatch(await text(page), /Ada Example|Test Bank|3000/);
  assert.deepEqual([await methods(), await page.evaluate(() => seen.includes("recalled"))], [["resumeBankLogin", "recallBank"], false]);
});

for (const [name, change] of Object.entries({
  "the customer has changed": () => globalThis.page.ivy.customerChanged(),
  "the page comes from the cache": () => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
})) {
  inPage(`${name}: what the server has rendered is dropped, and the proxy is asked`, async ({ page, state, methods }) => {
    await page.evaluate(() => void lib.mount({ recallBank: () => lib.later() }, { initial: lib.sampleInitial(lib.sampleRecalled()), recall: true }));
    await page.waitForFunction(() => lib.events.length > 0);
    await page.evaluate(change);
    await state("loading");
    assert.doesNotMatch(await text(page), /Ada Example|Test Bank|3000/);
    await page.evaluate(() => settle.resolve(lib.sampleNotRecalled()));
    await state("idle");
    assert.doesNotMatch(await text(page), /Ada Example|Test Bank|3000/);
    assert.deepEqual((await methods()).filter((method) => method !== "customerChanged"), ["resumeBankLogin", "resumeBankLogin", "recallBank"]);
  });
}

inPage("the customer changes during a lookup: its outcome is dropped; during the shopper's click the call goes on", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: [() => lib.later(), lib.sampleNotRecalled()], connectBank: () => lib.later() }, { recall: true }));
  await state("loading");
  await page.evaluate(() => {
    const { resolve } = settle;
    globalThis.page.ivy.customerChanged();
    resolve(lib.sampleRecalled());
  });
  await state("idle");
  await page.waitForFunction(() => globalThis.page.ivy.calls.filter(({ method }) => method === "recallBank").length === 2);
  assert.deepEqual(await events(), []);
  await state("idle");
  await press("Pay by bank");
  await state("connecting");
  await page.evaluate(() => {
    globalThis.page.ivy.customerChanged();
    settle.resolve(lib.sampleRecalled());
  });
  await state("recalled");
  assert.equal((await methods()).at(-1), "customerChanged");
});

inPage("removed while the customer changes: shown again, it has nothing of before", async ({ page, state }) => {
  await page.evaluate(() => void lib.mount({ recallBank: [lib.sampleRecalled(), lib.sampleNotRecalled()] }, { recall: true }));
  await state("recalled");
  await page.evaluate(() => {
    globalThis.page.update({}, "hidden");
    globalThis.page.ivy.customerChanged();
    globalThis.page.update({}, "visible");
  });
  await state("idle");
  assert.doesNotMatch(await text(page), /Ada Example|Test Bank|3000/);
}, ["19"]);
