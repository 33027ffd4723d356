// Tests of the bank login in a separate window: the checkout page stays open, and continues when the shopper is done.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { launchChromium } from "../engines/engine.mjs";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

const desktop = { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false };

let env;
let ada;
beforeEach(async () => {
  env = await startTestEnv();
  ada = await openShopper(env, desktop);
  await ada.signIn("ada");
  await ada.visit("/own-design?mode=popup");
});
afterEach(async () => {
  await ada.close();
  await env.close();
});
after(closeBrowser);

/** Returns the same shopper in the window that opens while `act` runs. */
async function windowOpenedBy(act) {
  const [page] = await Promise.all([ada.context.waitForEvent("page"), act()]);
  return Object.assign(Object.create(ada), { page });
}

/** Clicks "Pay by bank" and returns the shopper in the bank's window. */
async function openBank() {
  const inWindow = await windowOpenedBy(() => ada.page.click("#pay-by-bank"));
  await inWindow.waitForBank();
  return inWindow;
}

const closing = (page) => (page.isClosed() ? Promise.resolve() : page.waitForEvent("close"));

/** Logs in at the bank and waits until the window has closed. */
async function finish(inWindow, choice) {
  await inWindow.logIn(choice);
  await Promise.all([closing(inWindow.page), inWindow.page.click("#consent")]);
}

async function expectConnected(shopper = ada) {
  await shopper.page.waitForSelector("#offer:visible");
  const [account] = await shopper.expectOffer("connected");
  assert.match(account, /Ada Example/);
}

/** Waits until the checkout page shows this state of the login. */
const expectSoon = (state) => ada.page.waitForSelector(`#status[data-state=${state}]`);

/** Cuts the bank's window off from the shop's, by a Cross-Origin-Opener-Policy on the bank's pages. */
async function isolateBankWindow() {
  await ada.context.route(`${env.bankUrl}/**`, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({ response, headers: { ...response.headers(), "cross-origin-opener-policy": "same-origin" } });
  });
}

/**
 * Takes the focus from the checkout page, as a new window does on a desktop. The headless browser reports focus for every
 * page.
 */
const blurCheckout = () =>
  ada.page.evaluate(() => {
    document.hasFocus = () => false;
    dispatchEvent(new Event("blur"));
  });

const pause = (milliseconds) => ada.page.waitForTimeout(milliseconds);

/** Opens another tab of the shop that records the messages between the windows. */
async function recordMessages() {
  const tab = await ada.context.newPage();
  await tab.goto(`${env.shopUrl}/goods/mark.svg`);
  await tab.evaluate(() => {
    globalThis.messages = [];
    globalThis.channel = new BroadcastChannel("ivy-data-session.login");
    channel.onmessage = ({ data }) => messages.push(data);
  });
  return tab;
}

/**
 * Starts a bank login in the checkout page with a client of this test. `how` runs in the page with `ivy`, a `controller` and
 * `connect()`. Results are recorded in `globalThis.settled`, events in `globalThis.reported`.
 */
async function open(how) {
  await ada.page.evaluate(async () => {
    const { createClient } = await import("/package/index.js");
    const reported = [];
    const ivy = createClient({ proxyUrl: "/api/ivy", environment: "local", onEvent: (event) => reported.push(event) });
    const connect = () => ivy.connectBank({ permissions: ["identity"], market: "DE" });
    const note = (value) => settled.push(value instanceof Error ? { code: value.code, message: value.message } : value);
    const settle = (result) => void result.then(note, note);
    Object.assign(globalThis, { ivy, connect, reported, controller: new AbortController(), settled: [], settle });
  });
  await ada.page.evaluate(how);
}

/** Returns the recorded events in short form. */
const reported = () => ada.page.evaluate(() => reported.map(({ type, result, operation, code, mode }) => [type, result ?? code ?? mode, operation].filter(Boolean).join(" ")));

const settled = async (count) => {
  await ada.page.waitForFunction((count) => settled.length >= count, count);
  return ada.page.evaluate(() => settled);
};

test("the shop's page shows the account, and the window is gone; between them went a reference and a status", async () => {
  const tab = await recordMessages();
  const bank = await openBank();
  await ada.expectState("in_window");
  await finish(bank);
  await expectConnected();
  const messages = await tab.evaluate(() => messages);
  const { referenceId } = messages[0];
  assert.deepEqual(messages, [{ type: "returned", referenceId, status: "connected" }, { type: "heard", referenceId }]);
  assert.doesNotMatch(await ada.stored(), new RegExp(`${referenceId}|ada@|Example`), "nothing stays in storage");
  ada.expectNoProblems();
});

test("a bank that cuts its window off changes nothing: a window that only looks closed is still followed", async () => {
  await isolateBankWindow();
  const bank = await openBank();
  assert.equal(await bank.page.evaluate(() => opener), null, "the windows are cut apart");
  await blurCheckout();
  await pause(4_000);
  await ada.expectState("in_window");
  await finish(bank);
  await expectConnected();
  ada.expectNoProblems();
});

test("on a phone, where the window is a tab", async () => {
  const phone = await openShopper(env);
  await phone.signIn("ada");
  await phone.visit("/own-design?mode=popup");
  const [page] = await Promise.all([phone.context.waitForEvent("page"), phone.page.click("#pay-by-bank")]);
  await finish(Object.assign(Object.create(phone), { page }));
  await expectConnected(phone);
  await phone.close();
});

test("the bank's page cannot send the shop's page elsewhere", async () => {
  const bank = await openBank();
  const tried = await bank.page.evaluate((url) => {
    const ways = [() => (opener.location = url), () => (opener.top.location = url), () => opener.parent.location.replace(url), () => window.open(url, "_parent")];
    return ways.filter((way) => {
      try {
        way();
        return true;
      } catch {
        return false;
      }
    }).length;
  }, `${env.bankUrl}/elsewhere`);
  await pause(500);
  assert.equal(ada.page.url(), `${env.shopUrl}/own-design?mode=popup`, `${tried} ways did not throw`);
  await ada.expectState("in_window");
});

test("the shopper cancels at the bank, and can try again", async () => {
  const bank = await openBank();
  await Promise.all([closing(bank.page), bank.page.click("#cancel")]);
  await expectSoon("failed");
  await finish(await openBank());
  await expectConnected();
});

test("the shopper closes the window, and finishes in a second one", async () => {
  const first = await openBank();
  // Simulate a shopper who looks at the page before closing it.
  await pause(1_000);
  await first.page.close();
  await expectSoon("cancelled");
  const second = await openBank();
  assert.notEqual(second.page.url(), first.page.url());
  await finish(second);
  await expectConnected();
  // The proxy responds with 404 for a login that nobody returned from, and Chromium logs that.
  ada.expectNoProblems([/404 \(Not Found\) \(.*\/result\)/]);
});

test("the shopper closes a window that a bank had cut off, and comes back to the shop", async () => {
  await isolateBankWindow();
  const bank = await openBank();
  await bank.page.close();
  // Dispatch the event that the system sends, because the headless browser does not.
  await ada.page.evaluate(() => dispatchEvent(new Event("focus")));
  await expectSoon("cancelled");
});

test("the login ran out at the bank", async () => {
  const bank = await openBank();
  await env.expire(new URL(bank.page.url()).searchParams.get("id"));
  await bank.page.reload();
  await Promise.all([closing(bank.page), bank.page.locator("main a, main button").first().click()]);
  await expectSoon("expired");
});

test("the shop's page is reloaded meanwhile: the window becomes the shop", async () => {
  const bank = await openBank();
  await ada.page.reload();
  await bank.logIn();
  await bank.page.click("#consent");
  await bank.waitForShop();
  await expectConnected(bank);
  assert.equal((await env.stats()).creates, 1);
});

test("the window is reloaded at the bank and on its way back", async () => {
  const bank = await openBank();
  await bank.page.reload();
  await bank.logIn();
  let answer;
  const isAsked = new Promise((resolve) => {
    bank.page.route("**/api/ivy/result", (route) => {
      answer = () => route.continue().catch(() => {});
      resolve();
    }, { times: 1 });
  });
  await bank.page.click("#consent");
  await isAsked;
  await Promise.all([closing(bank.page), bank.page.reload(), answer()]).catch(() => {});
  await expectConnected();
});

test("without BroadcastChannel the result is requested when the page has the focus again", async () => {
  await ada.context.addInitScript(() => delete globalThis.BroadcastChannel);
  await ada.visit("/own-design?mode=popup");
  await finish(await openBank());
  await expectConnected();
});

test("messages of other senders are ignored", async () => {
  const tab = await recordMessages();
  const create = ada.page.waitForResponse("**/data/session/create");
  const bank = await openBank();
  const { referenceId } = await (await create).json();
  const asked = () => ada.requests.filter(({ url }) => url.endsWith("/result")).length;
  await tab.evaluate((referenceId) => {
    const returned = { type: "returned", referenceId, status: "connected" };
    for (const message of [
      null, "returned", 7, [], { ...returned, referenceId: "order-2" }, { ...returned, status: "paid" }, { ...returned, more: "" },
      { referenceId, status: "connected" }, { ...returned, referenceId: { length: 7 } }, { type: "heard", referenceId },
    ]) channel.postMessage(message);
  }, referenceId);
  await pause(700);
  assert.equal(asked(), 0);
  assert.deepEqual(await tab.evaluate(() => messages), [], "nobody answers them");
  // Even the right reference only makes the page ask the proxy.
  await tab.evaluate((referenceId) => channel.postMessage({ type: "returned", referenceId, status: "connected" }), referenceId);
  await ada.page.waitForResponse("**/api/ivy/result");
  await pause(300);
  await ada.expectState("in_window");
  await finish(bank);
  await expectConnected();
});

test("aborted: the window closes, once and for all", async () => {
  const bank = await windowOpenedBy(() => open(() => settle(ivy.openBankLogin(connect(), { mode: "popup", signal: controller.signal }))));
  await bank.waitForBank();
  await Promise.all([closing(bank.page), ada.page.evaluate(() => controller.abort("enough"))]);
  assert.deepEqual((await settled(1)).map(({ code }) => code), ["aborted"]);
  assert.deepEqual((await reported()).slice(-2), ["opened popup", "failed aborted login"]);
  assert.equal(await ada.page.locator("iframe").count(), 0, "nothing stays in the page");
});

/** Opens the login that a function returns. */
const openGiven = '((give) => { give(); settle(ivy.openBankLogin(given, { mode: "popup" })); })';

test("nothing to open: the window closes again, and the error is reported", async () => {
  for (const [how, expected] of [
    [() => (globalThis.given = Promise.reject(Object.assign(new Error("mine"), { code: "own" }))), { code: "own", message: "mine" }],
    [() => (globalThis.given = new Promise((_, reject) => setTimeout(reject, 1_000, new Error("late")))), { message: "late" }],
    [() => (globalThis.given = Promise.resolve({ kind: "recalled", sessions: [] })), { code: "validation_failed" }],
    [() => (globalThis.given = Promise.resolve({ referenceId: "order-1", redirectUrl: "https://getivy.de.evil.example/" })), { code: "untrusted_redirect" }],
  ]) {
    const empty = await windowOpenedBy(() => open(`${openGiven}(${how})`));
    await closing(empty.page);
    const [error] = await settled(1);
    for (const [name, value] of Object.entries(expected)) assert.equal(error[name], value);
    // Errors from the page's own promise are not reported as events.
    assert.deepEqual(await reported(), expected.code === "untrusted_redirect" ? ["failed untrusted_redirect login"] : []);
  }
});

test("a value that is clearly no login opens nothing", async () => {
  const opened = [];
  ada.context.on("page", (page) => opened.push(page));
  for (const [how, code] of [
    [() => settle(ivy.openBankLogin({ kind: "recalled", sessions: [] }, { mode: "popup" })), "validation_failed"],
    [() => settle(ivy.openBankLogin(connect(), { mode: "tab" })), "validation_failed"],
    [() => settle(ivy.openBankLogin(connect(), { mode: "popup", signal: "soon" })), "validation_failed"],
    [() => settle(ivy.openBankLogin(connect(), { mode: "popup", signal: AbortSignal.abort() })), "aborted"],
  ]) {
    await open(how);
    assert.equal((await settled(1))[0].code, code);
  }
  assert.deepEqual(opened, []);
});

test("a login that has expired in the meantime is created again, once", async () => {
  const bank = await windowOpenedBy(() =>
    open(() =>
      settle(
        connect().then((outcome) => {
          Object.assign(globalThis, { first: outcome.id });
          outcome.expiresAt = 1;
          return ivy.openBankLogin(outcome, { mode: "popup" });
        }),
      ),
    ),
  );
  await bank.waitForBank();
  assert.notEqual(new URL(bank.page.url()).searchParams.get("id"), await ada.page.evaluate(() => first));
  assert.equal((await env.stats()).creates, 2);
  await finish(bank);
  const results = await settled(1);
  assert.deepEqual(results.map(({ kind }) => kind), ["connected"]);
  assert.deepEqual((await reported()).slice(-3), ["created", "opened popup", "returned connected"]);
});

test("a browser that blocks windows: the page leaves for the bank", async () => {
  // Playwright disables the popup blocker by default.
  const browser = await launchChromium({ ignoreDefaultArgs: ["--disable-popup-blocking"] });
  try {
    const page = await browser.newPage();
    await page.goto(`${env.shopUrl}/own-design`);
    await page.click("#sign-in-ada");
    await page.goto(`${env.shopUrl}/own-design?mode=popup`);
    await page.waitForSelector("#editor-issues > *", { state: "attached" });
    // Use up the click's activation: one click may open one window.
    await page.evaluate(() => document.addEventListener("click", () => globalThis.open("", "_blank").close(), { capture: true }));
    await page.click("#pay-by-bank");
    await page.waitForURL(`${env.bankUrl}/**`);
  } finally {
    await browser.close();
  }
});
