// Tests of outages at critical moments: the page explains the problem, and the next click works.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ada, env } from "./signed-in.mjs";

// Chromium itself logs failed requests to the console.
const failedRequests = [/Failed to load resource/];

/** Clicks a button and waits until the page is in one of `states`. */
async function clickUntil(button, ...states) {
  await ada.page.click(button);
  await ada.page.waitForSelector(states.map((state) => `#status[data-state=${state}]`).join());
  assert.match(await ada.page.textContent("#status"), /\w{4}/, "the shopper reads a sentence");
  await ada.waitUntilIdle();
}

test("the shop's server is down during the click", async () => {
  await env.stopShop();
  await clickUntil("#pay-by-bank", "network", "timeout");
  await env.startShop();
  await ada.connect();
  ada.expectNoProblems(failedRequests);
});

test("Ivy is down during the click", async () => {
  await env.stopSandbox();
  await clickUntil("#pay-by-bank", "proxy_unavailable");
  await env.startSandbox();
  await ada.connect();
  ada.expectNoProblems(failedRequests);
});

test("Ivy is down when a known shopper comes back", async () => {
  await ada.connect();
  await env.stopSandbox();
  await ada.page.goto(`${env.shopUrl}/own-design`);
  await ada.page.waitForSelector("#status:is([data-state=list_unavailable],[data-state=proxy_unavailable])");
  await ada.expectNoOffer();
  await env.startSandbox();
  await ada.visit();
  await ada.expectOffer("recalled");
  ada.expectNoProblems(failedRequests);
  assert.equal((await env.stats()).bankLogins, 1);
});

test("Ivy is down during Pay", async () => {
  await ada.connect();
  await env.stopSandbox();
  await clickUntil("#pay", "proxy_unavailable", "problem");
  assert.ok(!(await ada.page.isVisible("#paid")));
  await env.startSandbox();
  await ada.page.click("#pay");
  await ada.page.waitForSelector("#paid:visible");
});
