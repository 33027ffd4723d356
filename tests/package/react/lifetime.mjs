// Tests of the lifetime of a component and its calls: another client, hidden, removed, hydrated, shown from the cache.

import assert from "node:assert/strict";
import { inPage, shown } from "./page.mjs";

const shownOnce = {
  connected: () => void lib.mount({ resumeBankLogin: [{ kind: "connected", session: lib.sampleSession() }, () => lib.later()] }),
  recalled: () => void lib.mount({ resumeBankLogin: [null, () => lib.later()], recallBank: [lib.sampleRecalled(), lib.sampleNotRecalled()] }, { recall: true }),
};
for (const [status, mounted] of Object.entries(shownOnce)) {
  inPage(`shown again from the browser's cache, ${status}: everything is dropped, and the proxy gets a new request`, async ({ page, state, methods, events }) => {
    await page.evaluate(mounted);
    await state(status);
    assert.match(await shown(page), /Ada Example/);
    const before = await methods();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await state("loading");
    assert.doesNotMatch(await shown(page), /Ada Example|Test Bank|3000/);
    await page.evaluate(() => settle.resolve(null));
    await state("idle");
    await page.waitForFunction((count) => globalThis.page.ivy.calls.length >= count, before.length + 1);
    assert.equal((await methods())[before.length], "resumeBankLogin");
    assert.doesNotMatch(await shown(page), /Ada Example|Test Bank|3000/);
    assert.equal((await events()).length, 1, "nothing is told of what is dropped");
  });
}

inPage("another client is another customer: nothing of the first is rendered again, or heard of", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({ resumeBankLogin: { kind: "connected", session: lib.sampleSession() } }, {}, lib.Recorded));
  await state("connected");
  const left = await page.evaluate(() => {
    globalThis.seen = [];
    const client = lib.createFakeClient({ resumeBankLogin: () => lib.later() });
    globalThis.page.update({ client });
    globalThis.page.ivy = client;
    return [document.querySelector("#root > div").shadowRoot.textContent + document.getElementById("root").textContent, seen];
  });
  assert.doesNotMatch(left[0], /Ada Example|Test Bank|3000/);
  assert.deepEqual([...new Set(left[1])], ["idle"]);
  await state("loading");
  await page.evaluate(() => settle.resolve(null));
  await state("idle");
  assert.deepEqual([await methods(), await events()], [["resumeBankLogin"], [["onConnected", "session-1"]]]);
});

inPage("another client while a call is running: the call is aborted, and its result is dropped", async ({ page, state, press, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: () => lib.later() }));
  await press("Pay by bank");
  await state("connecting");
  await page.evaluate(() => {
    const { ivy } = globalThis.page;
    globalThis.page.update({ client: lib.createFakeClient({ resumeBankLogin: null }) });
    globalThis.signal = ivy.calls[1].args[1].signal;
  });
  await state("idle");
  await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
  await page.waitForTimeout(50);
  assert.deepEqual([await page.evaluate(() => signal.aborted), await events()], [true, []]);
  await state("idle");
});

inPage("removed during a call: the call is aborted and not reported", async ({ page, state, press, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: () => lib.later() }));
  await press("Pay by bank");
  await state("connecting");
  await page.evaluate(() => {
    globalThis.signal = globalThis.page.ivy.calls[1].args[1].signal;
    globalThis.page.unmount();
  });
  await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
  await page.waitForTimeout(50);
  assert.equal(await page.evaluate(() => signal.aborted), true);
  assert.deepEqual(await events(), []);
});

inPage("the newest callbacks are called, also by a call that began before", async ({ page, state, press, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: () => lib.later() }));
  await press("Pay by bank");
  await state("connecting");
  await page.evaluate(() => globalThis.page.update({ onRecalled: () => lib.events.push("newest") }));
  await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
  await state("recalled");
  assert.deepEqual(await events(), ["newest"]);
});

const hidden = async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => {
    const resumeBankLogin = [{ kind: "not_connected", referenceId: "order-2", reason: "expired" }];
    lib.mount({ resumeBankLogin, connectBank: [() => lib.later(), lib.sampleRecalled()] });
  });
  await state("not_connected");
  await press("Pay by bank");
  await state("connecting");
  await page.evaluate(() => globalThis.page.update({}, "hidden"));
  await page.waitForFunction(() => globalThis.page.ivy.calls[1].args[1].signal.aborted);
  await page.evaluate(() => globalThis.page.update({}, "visible"));
  await state("idle");
  await press("Pay by bank");
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "connectBank"]);
  assert.deepEqual(await events(), [["onNotConnected", "expired"], ["onRecalled", "session-1"]]);
};
inPage("hidden during a call and shown again: the call is ended, a return is not taken up twice", hidden, ["19"]);

inPage("a fault in the merchant's callback is reported and changes nothing", async ({ page, state, press }) => {
  await page.evaluate(() => {
    const onRecalled = () => {
      throw new Error("the merchant's own");
    };
    lib.mount({ connectBank: lib.sampleRecalled() }, { onRecalled });
  });
  await press("Pay by bank");
  await state("recalled");
  await page.waitForTimeout(50);
  return ["the merchant's own"];
});

inPage("the HTML of a server is hydrated unchanged", async ({ page, state, press }) => {
  const sent = await page.evaluate(() => lib.hydrate({ connectBank: lib.sampleRecalled() }, { formAction: "/api/ivy/start", className: "bank" }));
  assert.match(sent, /^<div class="bank" data-state="idle"><form.*<button type="submit">Pay by bank<\/button><\/form><\/div>$/);
  await press("Pay by bank");
  await state("recalled");
});
