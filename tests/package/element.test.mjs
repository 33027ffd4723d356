// Tests of `<ivy-bank-connect>` in Chromium, in a plain page under the strict policy, with the fake client.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { elementPages } from "./element-pages.mjs";
import { root, runNode, strictPolicy, writeFiles } from "./packed.mjs";

let pages;
before(async () => (pages = await elementPages()));
after(() => pages?.close());

/** Defines a test in a page. It fails if the console has errors that `run` does not return. */
function inPage(name, run, options) {
  test(name, async () => {
    const { page, problems, close } = await pages.open(options);
    const state = (wanted) => page.waitForFunction((wanted) => bank.shadowRoot.querySelector("[part=container]")?.dataset.state === wanted, wanted);
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    const methods = () => page.evaluate(() => bank.client.calls.map(({ method }) => method));
    const events = () => page.evaluate(() => lib.events);
    const said = () => page.getByRole("status").textContent();
    const expected = (await run({ page, state, press, methods, events, said })) ?? [];
    assert.deepEqual(problems, expected);
    await close();
  });
}

inPage("a known shopper: one look, the account preselected, nothing used before the click", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: lib.sampleRecalled() }, { properties: { options: { maxAgeDays: 90 } } }));
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank"]);
  const [request, { signal, ...options }] = await page.evaluate(() => bank.client.calls[1].args);
  assert.deepEqual([request, options], [{ locale: "en", permissions: ["identity"], market: "DE" }, { maxAgeDays: 90 }]);
  assert.deepEqual(await events(), [["recalled", 1]]);
  await press("Use this account");
  assert.deepEqual(await events(), [["recalled", 1], ["choose", "session-1", "handle-1"]]);
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank"]);
});

inPage("a choice names the account by its handle; without one there is none to pay with", async ({ page, state, press }) => {
  await page.evaluate(() => {
    const account = (number, handle) => ({ identifier: { iban: { iban: `DE0000000000000000000${number}` } }, ...(handle !== undefined && { handle }) });
    const accounts = [account(1, "handle-9"), account(2), account(3, 7)];
    const sessions = [lib.sampleSession({ data: { accounts } }), lib.sampleSession({ id: "bare", data: {} })];
    addEventListener("choose", ({ detail }) => (globalThis.chosen ??= []).push(detail));
    lib.mount({ recallBank: lib.sampleRecalled({ sessions }) });
  });
  await state("recalled");
  const rows = await page.getByRole("radio").all();
  for (const row of rows) {
    await row.check();
    await press("Use this account");
  }
  const chosen = await page.evaluate(() => chosen.map(({ session, account, handle, ...rest }) => [session.id, account?.handle, handle, Object.keys(rest)]));
  assert.deepEqual(chosen, [
    ["session-1", "handle-9", "handle-9", []],
    ["session-1", undefined, null, []],
    ["session-1", 7, null, []],
    ["bare", undefined, null, []],
  ]);
});

inPage("a double click on the button to connect does not press the next button", async ({ page, state, events, methods }) => {
  await page.evaluate(() => void lib.mount({ connectBank: () => Promise.resolve(lib.sampleRecalled()) }));
  await state("idle");
  await page.getByRole("button", { name: "Pay by bank" }).dblclick({ delay: 30 });
  await state("recalled");
  await page.waitForTimeout(100);
  assert.deepEqual(await events(), [["recalled", 1]]);
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank", "connectBank"]);
});

inPage("a new shopper leaves for the bank; the page is usable, and up to date, when it is shown again", async ({ page, state, press, methods, events }) => {
  await page.evaluate(() => {
    const recallBank = [lib.sampleNotRecalled(), lib.sampleRecalled()];
    lib.mount({ recallBank, connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } });
  });
  await state("idle");
  await press("Pay by bank");
  await state("redirecting");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await state("recalled");
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank", "connectBank", "openBankLogin", "resumeBankLogin", "recallBank"]);
  assert.deepEqual(await events(), [["recalled", 1]]);
});

const pageshow = (page, persisted) => page.evaluate((persisted) => dispatchEvent(new PageTransitionEvent("pageshow", { persisted })), persisted);
const inside = (page) => page.evaluate(() => bank.shadowRoot.textContent);

/** Each state that shows a shopper's bank. The test settles the second `resumeBankLogin`. */
const shownOnce = {
  connected: () => void lib.mount({ resumeBankLogin: [{ kind: "connected", session: lib.sampleSession() }, () => lib.later()] }),
  recalled: () => void lib.mount({ resumeBankLogin: [null, () => lib.later()], recallBank: [lib.sampleRecalled(), lib.sampleNotRecalled()] }),
};
for (const [status, mounted] of Object.entries(shownOnce)) {
  inPage(`shown again from the browser's cache, ${status}: everything is dropped at once, and the proxy gets a new request`, async ({ page, state, methods, events }) => {
    await page.evaluate(mounted);
    await state(status);
    await pageshow(page, false);
    assert.match(await inside(page), /Ada Example/, "a page that is opened was not shown before");
    const before = await methods();
    const left = await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      return bank.shadowRoot.textContent;
    });
    assert.doesNotMatch(left, /Ada Example|Test Bank|3000/);
    await state("loading");
    await page.evaluate(() => settle.resolve(null));
    await state("idle");
    await page.waitForFunction(() => bank.client.calls.at(-1).method === "recallBank");
    assert.deepEqual(await methods(), [...before, "resumeBankLogin", "recallBank"]);
    assert.doesNotMatch(await inside(page), /Ada Example|Test Bank|3000/);
    assert.equal((await events()).length, 1, "nothing is told of what is dropped");
  });
}

inPage("what the server has rendered, as an attribute or a property: shown without a request, and told once", async ({ page, state, methods, events }) => {
  for (const kind of ["attributes", "properties"]) {
    await page.evaluate((kind) => {
      lib.events.length = 0;
      document.querySelector("ivy-bank-connect")?.remove();
      lib.mount({}, { [kind]: { initial: lib.sampleInitial(lib.sampleRecalled()) } });
    }, kind);
    assert.equal(await page.evaluate(() => bank.state.status), "recalled", "at once");
    await state("recalled");
    await page.waitForFunction(() => lib.events.length > 0);
    await page.waitForTimeout(50);
    assert.deepEqual([await methods(), await events()], [["resumeBankLogin"], [["recalled", 1]]]);
  }
});

inPage("what the server has rendered is dropped when the customer changes, by the cache and with another client; when it is old it is not shown", async ({ page, state, methods }) => {
  const changes = [
    () => bank.client.customerChanged(),
    () => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
    () => void (bank.client = lib.createFakeClient({ resumeBankLogin: null, recallBank: lib.sampleNotRecalled() })),
  ];
  for (const change of changes) {
    await page.evaluate(() => {
      document.querySelector("ivy-bank-connect")?.remove();
      lib.mount({}, { attributes: { initial: lib.sampleInitial(lib.sampleRecalled()) } });
    });
    await state("recalled");
    await page.evaluate(change);
    assert.doesNotMatch(await inside(page), /Ada Example|Test Bank|3000/);
    await page.waitForFunction(() => bank.client.calls.at(-1)?.method === "recallBank");
    await state("idle");
    assert.doesNotMatch(await inside(page), /Ada Example|Test Bank|3000/);
  }
  await page.evaluate(() => {
    document.querySelector("ivy-bank-connect").remove();
    lib.mount({}, { properties: { initial: lib.sampleInitial(lib.sampleRecalled(), { at: Date.now() / 1000 - 3 }), options: { initialMaxAgeMs: 2_000 } } });
  });
  await state("idle");
  await page.waitForFunction(() => bank.client.calls.length === 2);
  assert.deepEqual(await methods(), ["resumeBankLogin", "recallBank"]);
});

inPage("out of the page while that is shown again from the browser's cache: put back, it shows nothing of before", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({ resumeBankLogin: [{ kind: "connected", session: lib.sampleSession() }, null] }));
  await state("connected");
  const before = await methods();
  await page.evaluate(() => bank.remove());
  await pageshow(page, true);
  const left = await page.evaluate(() => {
    document.querySelector("main").append(bank);
    return bank.shadowRoot.textContent;
  });
  assert.doesNotMatch(left, /Ada Example|Test Bank|3000/);
  await state("idle");
  await page.waitForFunction(() => bank.client.calls.at(-1).method === "recallBank");
  assert.deepEqual(await methods(), [...before, "resumeBankLogin", "recallBank"]);
  await page.evaluate(() => {
    bank.remove();
    document.querySelector("main").append(bank);
  });
  await page.waitForTimeout(50);
  assert.equal((await methods()).length, before.length + 2, "moved within the page it goes on");
});

inPage("shown again from the browser's cache while a call is under way: the call is ended", async ({ page, state, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: [() => lib.later(), lib.sampleNotRecalled()] }));
  await state("loading");
  const answer = await page.evaluateHandle(() => settle);
  await pageshow(page, true);
  await state("idle");
  assert.equal(await page.evaluate(() => bank.client.calls[1].args[1].signal.aborted), true);
  await answer.evaluate((settle) => settle.resolve(lib.sampleRecalled()));
  await page.waitForFunction(() => bank.client.calls.length === 4);
  assert.deepEqual(await events(), []);
  assert.equal(await page.evaluate(() => bank.state.status), "idle");
});

inPage("another bank can be chosen during the look-up, next to its result, and after a failure, without a new look-up", async ({ page, state, press }) => {
  await page.evaluate(() => {
    const recallBank = [() => lib.later(), lib.sampleRecalled()];
    const openBankLogin = [lib.fakeIvyError("forbidden"), { kind: "navigating" }];
    lib.mount({ recallBank, connectBank: lib.sampleLogin(), openBankLogin });
  });
  await state("loading");
  await press("Use another bank");
  await state("failed");
  await press("Use another bank");
  await state("redirecting");
  const fresh = await page.evaluate(() => bank.client.calls.filter(({ method }) => method === "connectBank").map(({ args }) => args[1].fresh));
  assert.deepEqual(fresh, [true, true]);
  assert.equal(await page.evaluate(() => bank.client.calls[1].args[1].signal.aborted), true);
});

for (const [name, result, event] of [
  ["connected", { kind: "connected", session: { id: "s9", status: "complete" } }, ["connected", "s9"]],
  ["not_connected", { kind: "not_connected", referenceId: "order-2", reason: "expired" }, ["notconnected", "expired"]],
]) {
  inPage(`back from the bank: ${name}, told once, with the result as it is`, async ({ page, state, methods, events }) => {
    await page.evaluate((result) => {
      addEventListener(result.kind.replace("_", ""), ({ detail }) => (globalThis.detail = detail));
      lib.mount({ resumeBankLogin: result });
    }, result);
    await state(name);
    assert.deepEqual([await methods(), await events()], [["resumeBankLogin"], [event]]);
    assert.deepEqual(await page.evaluate(() => globalThis.detail), result);
  });
}

inPage("a pending result is requested again", async ({ page, state, press, events }) => {
  await page.evaluate(() => {
    const resumeBankLogin = [{ kind: "pending", referenceId: "order-2" }, lib.fakeIvyError("timeout"), { kind: "connected", session: lib.sampleSession() }];
    lib.mount({ resumeBankLogin });
  });
  await state("pending");
  await press("Check again");
  await state("failed");
  await press("Try again");
  await state("connected");
  assert.deepEqual(await events(), [["error", "timeout"], ["connected", "session-1"]]);
});

inPage("a look that fails costs the offer alone", async ({ page, state, press, events, said }) => {
  await page.evaluate(() => void lib.mount({ recallBank: lib.fakeIvyError("proxy_unavailable"), connectBank: lib.sampleLogin(), openBankLogin: { kind: "navigating" } }));
  await state("idle");
  assert.deepEqual([await said(), await events()], ["", [["error", "proxy_unavailable"]]]);
  await press("Pay by bank");
  await state("redirecting");
});

inPage("in a window, and aborted", async ({ page, state, press, events }) => {
  await page.evaluate(() => {
    const openBankLogin = [() => lib.later(), { kind: "connected", session: lib.sampleSession() }];
    lib.mount({ connectBank: lib.sampleLogin(), openBankLogin }, { attributes: { mode: "popup" } });
  });
  await state("idle");
  await press("Pay by bank");
  await state("redirecting");
  await press("Cancel");
  await state("idle");
  assert.equal(await page.evaluate(() => bank.client.calls.at(-1).args[1].signal.aborted), true);
  await press("Pay by bank");
  await state("connected");
  assert.deepEqual(await events(), [["connected", "session-1"]]);
});

/** Presses the button and waits for the form's post to the proxy. Returns its method and body. */
async function formOf(page, press) {
  await page.route("**/api/ivy/start", (route) => route.fulfill({ contentType: "text/html", body: "<title>bank</title>" }));
  const [posted] = await Promise.all([page.waitForRequest("**/api/ivy/start"), press("Pay by bank")]);
  await page.waitForFunction(() => document.title === "bank");
  return [posted.method(), posted.postData()];
}

const action = "/api/ivy/start";
const fields = ["POST", "permissions=identity&market=DE&locale=en"];

inPage("without WebAssembly the button is the form, before a click of the shopper's", async ({ page, state, press, events }) => {
  await page.evaluate((action) => void lib.mount({ recallBank: lib.fakeIvyError("wasm_blocked") }, { attributes: { action } }), action);
  await state("idle");
  assert.deepEqual(await events(), [["error", "wasm_blocked"]]);
  assert.deepEqual(await formOf(page, press), fields);
});

inPage("without WebAssembly the button is the form, by a click of the shopper's", async ({ page, state, press }) => {
  await page.evaluate((action) => void lib.mount({ connectBank: lib.fakeIvyError("load_failed") }, { attributes: { action } }), action);
  await state("idle");
  assert.deepEqual(await formOf(page, press), fields);
});

inPage("an address that was refused is not reached by the form", async ({ page, state, press }) => {
  await page.evaluate((action) => {
    lib.mount({ connectBank: lib.sampleLogin(), openBankLogin: lib.fakeIvyError("untrusted_redirect") }, { attributes: { action } });
  }, action);
  await state("idle");
  await press("Pay by bank");
  await state("failed");
  await press("Try again");
  await state("failed");
  assert.equal(page.url(), `${pages.url}/`);
});

inPage("without a client and a request the element shows the page's own content", async ({ page, state }) => {
  await page.evaluate(() => {
    document.querySelector("main").insertAdjacentHTML("beforeend", `<ivy-bank-connect><form><button>Plain way</button></form></ivy-bank-connect>`);
    globalThis.bank = document.querySelector("ivy-bank-connect");
  });
  assert.equal(await page.getByRole("button", { name: "Plain way" }).isVisible(), true);
  await page.evaluate(() => Object.assign(bank, { client: lib.createFakeClient({ resumeBankLogin: null, recallBank: lib.sampleNotRecalled() }), request: { permissions: ["identity"] } }));
  await state("idle");
  assert.equal(await page.getByRole("button", { name: "Plain way" }).isVisible(), false);
});

inPage("properties that were set before it was defined count", async ({ page }) => {
  const text = await page.evaluate(async () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const inner = frame.contentDocument;
    const early = Object.assign(inner.createElement("ivy-bank-connect"), {
      client: lib.createFakeClient({ resumeBankLogin: null, recallBank: lib.sampleRecalled() }),
      request: { permissions: ["identity"] },
    });
    inner.body.append(document.createElement("main"));
    document.querySelector("main").append(early);
    return (await lib.find(early, "bank")).textContent;
  });
  assert.equal(text, "Test Bank");
});

inPage("another client starts from the beginning, and nothing of the one before stays or is reported", async ({ page, state, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: lib.sampleRecalled() }));
  await state("recalled");
  await page.evaluate(() => (bank.client = lib.createFakeClient({ resumeBankLogin: null, recallBank: () => lib.later() })));
  await state("loading");
  assert.doesNotMatch(await page.evaluate(() => bank.shadowRoot.textContent), /Ada Example|Test Bank/);
  await page.evaluate(() => (bank.client = undefined));
  await page.evaluate(() => settle.resolve(lib.sampleRecalled()));
  await page.waitForTimeout(50);
  assert.deepEqual(await events(), [["recalled", 1]]);
  assert.equal(await page.evaluate(() => bank.shadowRoot.innerHTML), "<slot></slot>");
});

inPage("taken out of the page during a call it ends that; put elsewhere in the page it goes on", async ({ page, state, methods, events }) => {
  await page.evaluate(() => void lib.mount({ recallBank: [() => lib.later(), lib.sampleRecalled()] }));
  await state("loading");
  await page.evaluate(() => {
    globalThis.signal = bank.client.calls[1].args[1].signal;
    bank.remove();
  });
  assert.equal(await page.evaluate(() => signal.aborted), true);
  await page.evaluate(() => document.querySelector("main").append(bank));
  await state("recalled");
  await page.evaluate(() => document.querySelector("main").prepend(bank));
  await page.waitForTimeout(50);
  assert.equal(await page.evaluate(() => bank.state.status), "recalled");
  assert.deepEqual([await methods(), await events()], [["resumeBankLogin", "recallBank", "recallBank"], [["recalled", 1]]]);
});

inPage("nothing is looked up if the merchant switches it off", async ({ page, state, methods }) => {
  await page.evaluate(() => void lib.mount({}, { properties: { options: { recall: false, resume: false } } }));
  await state("idle");
  await page.waitForTimeout(50);
  assert.deepEqual(await methods(), []);
});

inPage("an IBAN without a mask is not shown", async ({ page, state }) => {
  await page.evaluate(() => {
    const { createFakeClient, sampleRecalled } = lib;
    const { resumeBankLogin, recallBank } = createFakeClient({ resumeBankLogin: null, recallBank: sampleRecalled() });
    lib.mount({}, { properties: { client: { resumeBankLogin, recallBank } } });
  });
  await state("recalled");
  assert.equal(await page.locator("ivy-bank-connect [part=iban]").textContent(), "••••");
  assert.doesNotMatch(await page.evaluate(() => bank.shadowRoot.innerHTML), /3000|DE89/);
});

inPage("own words, own colours, own parts", async ({ page, state }) => {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    // Use a property without the prefix: the page's own properties may have any name.
    sheet.replaceSync("ivy-bank-connect { --accent: rgb(0, 80, 0); --ivy-accent: var(--accent); --ivy-radius: 0 } ivy-bank-connect::part(note) { display: none }");
    document.adoptedStyleSheets = [sheet];
    lib.mount({}, { properties: { texts: { connect: "Bank it", note: undefined } } });
  });
  await state("idle");
  const button = page.getByRole("button", { name: "Bank it" });
  const style = await button.evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).borderRadius]);
  assert.deepEqual(style, ["rgb(0, 80, 0)", "0px"]);
  assert.equal(await page.locator("ivy-bank-connect [part=note]").isVisible(), false);
  assert.match(await page.locator("ivy-bank-connect [part=note]").textContent(), /\w/);
});

for (const [theme, device, expected] of [
  ["dark", "light", "dark"],
  ["light", "dark", "light"],
  ["auto", "dark", "dark"],
  [null, "light", "light"],
]) {
  const themed = async ({ page, state }) => {
    await page.evaluate((theme) => void lib.mount({}, { attributes: theme ? { theme } : {} }), theme);
    await state("idle");
    const [scheme, ground] = await page.evaluate(() => {
      const { colorScheme, backgroundColor } = getComputedStyle(bank.shadowRoot.querySelector(".box"));
      return [colorScheme, backgroundColor];
    });
    assert.deepEqual([scheme, ground === "rgb(255, 255, 255)"], [expected, expected === "light"]);
  };
  inPage(`theme ${theme} on a ${device} device is ${expected}`, themed, { colorScheme: device });
}

inPage("custom-elements.json has every part, property, custom property, attribute and event of the element, and no other", async ({ page }) => {
  const manifest = JSON.parse(await readFile(path.join(root, "pkg/custom-elements.json"), "utf8"));
  const [element] = manifest.modules[0].declarations;
  const listed = (kind) => element[kind].map(({ name }) => name).sort();
  const found = await page.evaluate(async () => {
    const { shadowRoot } = await lib.show("recalled");
    const rules = shadowRoot.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).map(({ cssText }) => cssText);
    const { prototype } = customElements.get("ivy-bank-connect");
    const fields = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, { get }]) => get);
    return {
      parts: [...shadowRoot.querySelectorAll("[part]")].flatMap(({ part }) => [...part]),
      members: fields.map(([name]) => name),
      properties: [...rules.join().matchAll(/var\((--ivy-[\w-]+)/g)].map(([, name]) => name),
      attributes: [...rules.join().matchAll(/:host\(.*?\[(\w+)=/g)].map(([, name]) => name),
    };
  });
  const controller = await readFile(path.join(root, "pkg/src/element/controller.ts"), "utf8");
  const literals = (call) => [...controller.matchAll(call)].map(([, name]) => name);
  const distinct = (names) => [...new Set(names)].sort();
  assert.deepEqual(distinct(found.parts), listed("cssParts"));
  assert.deepEqual(distinct(found.members), listed("members"));
  assert.deepEqual(distinct(found.properties), listed("cssProperties"));
  assert.deepEqual(distinct([...found.attributes, ...literals(/getAttribute\("(\w+)"\)/g)]), listed("attributes"));
  assert.deepEqual(distinct(literals(/\bemit\("(\w+)"/g)), listed("events"));
  for (const kind of ["attributes", "members", "events", "cssProperties"]) {
    for (const { name, description } of element[kind]) assert.match(description, /^\S.{5}/, name);
  }
});

test("it is in the page twice without harm, and no inline style or script is in it", async () => {
  assert.doesNotMatch(strictPolicy, /unsafe-inline/);
  const { page, problems, close } = await pages.open();
  const found = await page.evaluate(async () => {
    const [first, second] = [await lib.show("recalled"), await lib.show("connect")];
    const again = await import("/node_modules/ivy-data-session/element.js?again");
    const inline = [first, second].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll("[style], style, script")]);
    return [first.state.status, second.state.status, again.IvyBankConnectElement === first.constructor, inline.length];
  });
  assert.deepEqual([found, problems], [["recalled", "idle", false, 0], []]);
  await close();
});

test("on a server importing it has no effect, by import and by require", async () => {
  await writeFiles(pages.app, {
    "server.mjs": `
      for (const name of ["fetch", "WebAssembly", "setTimeout"]) Object.defineProperty(globalThis, name, { get() { throw new Error(name); } });
      const { createRequire } = await import("node:module");
      const common = createRequire(import.meta.url)("ivy-data-session/element");
      const module = await import("ivy-data-session/element");
      console.log(JSON.stringify([typeof module.IvyBankConnectElement, typeof common.IvyBankConnectElement]));`,
  });
  assert.deepEqual(await runNode(pages.app, "server.mjs"), ["function", "function"]);
});
