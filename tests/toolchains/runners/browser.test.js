import { startSandbox } from "ivy-data-session/sandbox";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { startShop } from "./shop.js";

test("a shopper pays by bank in a real browser", async () => {
  const sandbox = await startSandbox();
  const shop = await startShop({ apiUrl: sandbox.origin, apiKey: sandbox.apiKey, webhookSecret: sandbox.signingSecret });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.goto(shop.origin);
  await page.click("#pay");
  await page.click("#bank-de-testbank");
  await page.fill("#username", "ada");
  await page.fill("#password", "password");
  await page.click("#login");
  await page.click("#consent");
  await page.click("#go-on");
  expect(await page.textContent("#result")).toBe("complete Ada Example");
  await browser.close();
  await shop.stop();
  await sandbox.stop();
}, 60_000);
