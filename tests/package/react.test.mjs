// Tests of the hook and the component of `ivy-data-session/react` in Chromium, in StrictMode, with the fake client.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { reactPages, versions } from "./react-pages.mjs";

let pages;
before(async () => (pages = await reactPages()));
after(() => pages?.close());

/** Defines a test in a page of each React version. It fails if the console has errors that `run` does not return. */
function inPage(name, run, which = Object.keys(versions)) {
  for (const version of which) {
    test(`React ${version}: ${name}`, async () => {
      const { page, problems } = await pages.open(version);
      const state = (wanted) => page.waitForSelector(`[data-state="${wanted}"]`, { timeout: 60_000 });
      const press = (label) => page.click(`button:text-is("${label}")`);
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

/** Returns the text of the focused element, or its tag name. */
const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.tagName);
const said = (page) => page.textContent('[role="status"]');

inPage("a return is handled once, though StrictMode mounts twice, and reported once", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({ resumeBankLogin: { kind: "connected", session: lib.sampleSession() } }));
  await state("connected");
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin"]);
  assert.deepEqual(await events(), [["onConnected", "session-1"]]);
  assert.equal(await said(page), "Your bank is connected.");
  assert.equal(await focused(page), await page.textContent("body"), "nobody takes the keyboard on arrival");
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

inPage("a known shopper: one look, the account preselected, nothing used before the click", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: lib.sampleRecalled() }, { maxAgeDays: 90 }));
  await page.dblclick("button");
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank"]);
  const { args } = await page.evaluate(() => ({ args: globalThis.page.ivy.calls[1].args.map(({ signal, ...rest }) => rest) }));
  assert.deepEqual(args, [{ permissions: ["identity"], market: "DE" }, { maxAgeDays: 90 }]);
  assert.equal(await focused(page), "Choose an account");
  assert.equal(await page.textContent("label"), " Test Bank, Ada Example, account ending in 3000");
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
  assert.deepEqual(await page.locator("label").allTextContents(), [" Test Bank, Ada Example, account ending in 3000", " Bare Bank"]);
});

inPage("a new shopper leaves for the bank; the page is usable when it is shown again", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } }));
  await press("Pay by bank");
  await state("redirecting");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "openBankLogin"]);
  assert.equal(await said(page), "Taking you to your bank…");
  await press("Continue to your bank");
  assert.equal((await methods()).length, 4);
  assert.deepEqual(await page.evaluate(() => globalThis.page.ivy.calls[3].args[0].id), "session-2");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await state("idle");
  assert.deepEqual(await events(), []);
});

const shownOnce = {
  connected: () => void lib.mount({ resumeBankLogin: [{ kind: "connected", session: lib.sampleSession() }, () => lib.later()] }),
  recalled: () => void lib.mount({ resumeBankLogin: [null, () => lib.later()], recallBank: [lib.sampleRecalled(), lib.sampleNotRecalled()] }, { recall: true }),
};
for (const [status, mounted] of Object.entries(shownOnce)) {
  inPage(`shown again from the browser's cache, ${status}: everything is dropped, and the proxy gets a new request`, async ({ page, state, methods, events }) => {
    await page.evaluate(mounted);
    await state(status);
    assert.match(await page.textContent("#root"), /Ada Example/);
    const before = await methods();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await state("loading");
    assert.doesNotMatch(await page.textContent("#root"), /Ada Example|Test Bank|3000/);
    await page.evaluate(() => settle.resolve(null));
    await state("idle");
    await page.waitForFunction((count) => globalThis.page.ivy.calls.length >= count, before.length + 1);
    assert.equal((await methods())[before.length], "resumeBankLogin");
    assert.doesNotMatch(await page.textContent("#root"), /Ada Example|Test Bank|3000/);
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
    return [document.getElementById("root").textContent, seen];
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

inPage("another bank: nothing is looked up", async ({ page, state, press }) => {
  await page.evaluate(() => void lib.mount({ connectBank: [lib.sampleRecalled(), lib.sampleLogin()], openBankLogin: { kind: "navigating" } }));
  await press("Pay by bank");
  await state("recalled");
  await press("Use another bank");
  await state("redirecting");
  assert.equal(await page.evaluate(() => globalThis.page.ivy.calls[2].args[1].fresh), true);
  assert.equal(await focused(page), "Continue to your bank");
});

inPage("a failed step is repeated: the look-up, then the opening of the same login", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => {
    const { fakeIvyError, sampleLogin } = lib;
    lib.mount({ connectBank: [fakeIvyError("network"), sampleLogin()], openBankLogin: [fakeIvyError("load_failed"), { kind: "navigating" }] });
  });
  await press("Pay by bank");
  await state("failed");
  assert.equal(await said(page), "No connection. Check your network and try again.");
  assert.equal(await focused(page), "Try again");
  await press("Try again");
  await page.waitForFunction(() => lib.events.length === 2);
  await press("Try again");
  await state("redirecting");
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "connectBank", "openBankLogin", "openBankLogin"]);
  assert.deepEqual(await events(), [["onError", "network"], ["onError", "load_failed"]]);
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

for (const [reason, text] of Object.entries({ error: "Your bank was not connected. Try again, or use another bank.", expired: "The bank login has expired. Please start again." })) {
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

inPage("leaving for the bank is begun once, whatever is pressed meanwhile", async ({ page, state, methods }) => {
  const script = () => void lib.mount({ connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } }, {}, lib.Bare);
  await page.evaluate(script);
  await page.click("text=connect");
  await state("redirecting");
  for (const name of ["connect", "connectAnotherBank"]) await page.click(`button:text-is("${name}")`);
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), ["resumeBankLogin", "connectBank", "openBankLogin"]);
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
    ["out_of_range", "That did not work. Please try again."],
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

inPage("the HTML of a server is hydrated unchanged", async ({ page, state, press }) => {
  const sent = await page.evaluate(() => lib.hydrate({ connectBank: lib.sampleRecalled() }, { formAction: "/api/ivy/start", className: "bank" }));
  assert.match(sent, /^<div class="bank" data-state="idle"><form.*<button type="submit">Pay by bank<\/button>/);
  await press("Pay by bank");
  await state("recalled");
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
  await page.evaluate(() => void lib.mount({ recallBank: () => lib.later(), connectBank: lib.sampleRecalled() }, { recall: true }));
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
  await press("Forget this bank");
  await page.waitForFunction(() => document.querySelectorAll("label").length === 1 && !document.querySelector("[aria-disabled]"));
  assert.equal(await page.locator("input:checked").count(), 0, "nothing is chosen anew");
  await page.check("input");
  await press("Forget this bank");
  await state("forgotten");
  assert.equal(await said(page), "This bank is no longer remembered.");
  assert.equal(await focused(page), "Pay by bank");
  const ids = await page.evaluate(() => globalThis.page.ivy.calls.slice(2).map(({ args }) => args[0]));
  assert.deepEqual([ids, (await methods()).slice(2)], [["session-1", "s2", "s3"], ["forgetBank", "forgetBank", "forgetBank"]]);
  assert.deepEqual(await events(), [["onRecalled", "session-1"], ["onRecalled", undefined]]);
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
  assert.equal(await said(page), "Finish the login in your bank’s window.");
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
