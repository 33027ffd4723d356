// A walk through the demo for `cargo xtask tour`: a first visit with a bank login, and a second one without.
//
// Expects SHOP_URL and SANDBOX_URL of running servers with fresh databases, and writes its screenshots to TOUR_FOLDER.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { closeBrowser, openShopper } from "./shopper.mjs";

const { SHOP_URL: shopUrl, SANDBOX_URL: bankUrl, TOUR_FOLDER: folder } = process.env;
const env = { shopUrl, bankUrl };
let shots = 0;

/** Takes a screenshot and prints its description. In the shop the picture starts at the top of the payment section. */
async function step({ page }, text, name) {
  await costs.get(page).sample();
  shots += 1;
  await page.evaluate(() => document.querySelector("#sign-out, #payment")?.closest("section").scrollIntoView());
  const file = `${String(shots).padStart(2, "0")}-${name}.png`;
  await page.screenshot({ path: path.join(folder, file) });
  console.log(`  ${text}  [target/tour/${file}]`);
  await costs.get(page).skip();
}

/** The cost of each page so far. */
const costs = new Map();

/** Sums up the CPU time of scripts and WebAssembly in the shop's pages, in milliseconds. */
class Cost {
  scripts = 0;
  #before = 0;

  constructor(page, devtools) {
    Object.assign(this, { page, devtools });
  }

  static async of(page) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    return new Cost(page, devtools);
  }

  async #read() {
    const { metrics } = await this.devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ScriptDuration").value * 1_000;
  }

  /** Adds the work since the last sample. Call it before the page is left, because another process starts from zero. */
  async sample() {
    const now = await this.#read();
    if (this.page.url().startsWith(shopUrl)) this.scripts += now < this.#before ? now : now - this.#before;
    this.#before = now;
  }

  /** Skips the work of the tour itself. */
  async skip() {
    this.#before = await this.#read();
  }
}

/** Prints the requests and transferred bytes of the shopper's browser, for shop and bank, and its CPU time. */
async function report(visit, { page }, traffic) {
  await costs.get(page).sample();
  for (const [who, url] of [["shop", shopUrl], ["bank", bankUrl]]) {
    const requests = traffic.filter((request) => request.url().startsWith(url));
    const sizes = await Promise.all(requests.map((request) => request.sizes().catch(() => null)));
    const bytes = sizes.reduce((sum, size) => sum + (size ? size.responseHeadersSize + size.responseBodySize : 0), 0);
    const calls = requests.filter((request) => request.url().includes("/api/ivy/")).length;
    const ofThese = who === "shop" ? `, ${calls} of them to the proxy` : "";
    console.log(`  ${visit}: ${requests.length} requests to the ${who}${ofThese}, ${bytes} bytes received`);
  }
  console.log(`  ${visit}: ${costs.get(page).scripts.toFixed(1)} ms of processor time for scripts and WebAssembly in the shop's pages`);
}

async function watch(shopper) {
  costs.set(shopper.page, await Cost.of(shopper.page));
  const traffic = [];
  shopper.page.on("requestfinished", (request) => traffic.push(request));
  return traffic;
}

async function firstVisit() {
  console.log("First visit: Ada has never been here");
  const ada = await openShopper(env);
  const traffic = await watch(ada);
  await ada.visit();
  await step(ada, "the checkout, as a guest sees it", "checkout");
  await ada.signIn("ada");
  await step(ada, "signed in as Ada; no bank is known", "signed-in");
  await ada.goToBank();
  await step(ada, "at the bank: choose one", "choose-bank");
  await ada.page.click("#bank-de-testbank");
  await ada.page.waitForSelector("#login");
  await step(ada, "at the bank: log in", "bank-login");
  await ada.page.fill("[name=username]", "ada");
  await ada.page.fill("[name=password]", "password");
  await ada.page.click("#login");
  await ada.page.waitForSelector("#consent");
  await step(ada, "at the bank: give consent", "consent");
  await ada.page.click("#consent");
  await ada.waitForShop();
  await ada.expectOffer("connected");
  await step(ada, "back in the shop: the bank is connected", "connected");
  await report("first visit", ada, traffic);
  ada.expectNoProblems();
  await ada.close();
}

/** Script: records the first frame with the offered account, in milliseconds from the start of the navigation. */
function recordOffer() {
  const look = () => {
    if (document.getElementById("offer")?.checkVisibility()) globalThis.offeredAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function secondVisit() {
  console.log("Second visit: another browser, nothing kept but the sign-in's name");
  const ada = await openShopper(env);
  await ada.page.addInitScript(recordOffer);
  const traffic = await watch(ada);
  await ada.signIn("ada");
  await ada.expectOffer("recalled");
  const offeredAt = await ada.page.evaluate(() => globalThis.offeredAt);
  await step(ada, "signed in as Ada; her bank is offered at once, no login", "recalled");
  await ada.page.click("#pay");
  await ada.page.waitForSelector("#paid:visible");
  await step(ada, "paid from the remembered account", "paid");
  await report("second visit", ada, traffic);
  console.log(`  second visit: the account is offered ${offeredAt.toFixed(0)} ms after the click that signs Ada in`);
  ada.expectNoProblems();
  await ada.close();
}

/** The pictures of the README with their captions. */
const OVERVIEW = [
  ["02-signed-in.png", "First visit: pay by bank"],
  ["05-consent.png", "Once: consent at the bank"],
  ["07-recalled.png", "Next visit: no bank login"],
];

/** Joins the middles of pictures, with captions, into one for the README (www/tour.png). */
async function overview() {
  const { page } = await openShopper(env, { viewport: { width: 1260, height: 700 }, isMobile: false });
  const figures = await Promise.all(
    OVERVIEW.map(async ([name, caption]) => {
      const image = await readFile(path.join(folder, name), "base64");
      const looks = "display:block;width:390px;height:640px;object-fit:cover;border:1px solid #b8b2a4;border-radius:16px";
      return `<figure style="margin:0"><figcaption style="font:600 19px system-ui;margin-bottom:14px">${caption}</figcaption><img src="data:image/png;base64,${image}" style="${looks}"></figure>`;
    }),
  );
  const style = "display:flex;gap:24px;margin:0;padding:24px;background:#e8e4da;color:#2b2620;width:max-content";
  await page.setContent(`<!doctype html><body style="${style}">${figures.join("")}</body>`);
  await page.locator("body").screenshot({ path: path.join(folder, "tour.png") });
}

async function main() {
  await firstVisit();
  await secondVisit();
  await overview();
  const { bankLogins } = await (await fetch(`${bankUrl}/sandbox/stats`)).json();
  if (bankLogins !== 1) throw new Error(`the sandbox counted ${bankLogins} bank logins, expected 1`);
  console.log(`tour: first visit login, second visit recalled, bank logins: ${bankLogins}`);
}

try {
  await main();
} catch (error) {
  console.error(`tour: ${error.message}`);
  process.exitCode = 1;
} finally {
  await closeBrowser();
}
