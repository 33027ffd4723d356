// Tests the built documentation: no warnings, no broken link, no request elsewhere, accessible, usable under the strict policy
// on a phone, and a search that finds every code, reason, option and message.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { options } from "../hosts/guide.mjs";
import { pages } from "../../www/docs/site/navigation.mjs";
import { launchChromium } from "../engines/engine.mjs";
import { root, serve, strictPolicy } from "./packed.mjs";
import { names } from "./public-api.mjs";

const run = promisify(execFile);

let folder;
let warnings;
let server;
let browser;
const problems = [];
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ivy-docs-"));
  const typedoc = path.join(root, "node_modules/typedoc/bin/typedoc");
  const config = path.join(root, "www/docs/site/typedoc.config.mjs");
  warnings = (await run(process.execPath, [typedoc, "--options", config, "--logLevel", "Warn", "--out", folder], { cwd: root })).stdout;
  server = await serve(folder, strictPolicy);
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a page. Errors of the console, failed requests and requests to other origins are problems. */
async function open(url, settings) {
  const page = await browser.newPage(settings);
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("response", (response) => response.status() >= 400 && problems.push(response.url()));
  page.on("request", (request) => request.url().startsWith(server.url) || problems.push(`asks ${request.url()}`));
  await page.goto(`${server.url}/${url}`);
  return page;
}

const phone = { viewport: { width: 390, height: 844 } };

/** The pages of guides and documents. */
const documents = () => readdirSync(path.join(folder, "documents")).map((file) => `documents/${file}`);

/** Returns the literals of a union type. */
const words = (type) => [...names("index.d.ts").find(({ name }) => name === type).signature.matchAll(/"(\w+)"/g)].map(([, word]) => word);

test("the pages are built without a warning, one for each document", () => {
  assert.equal(warnings, "");
  assert.equal(documents().length, pages.length);
});

test("no link is broken, and no page loads anything from elsewhere", () => {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html"));
  const texts = new Map(files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
  const broken = [];
  for (const [file, text] of texts) {
    for (const [, , target] of text.matchAll(/<[a-z]+ [^>]*?(href|src)="([^"]*)"/g)) {
      if (/^(https?:|#|\/$|$)/.test(target)) continue;
      const [place, anchor] = target.split("#");
      const found = path.normalize(path.join(path.dirname(file), decodeURI(place)));
      if (!existsSync(path.join(folder, found))) broken.push(`${file}: ${target}`);
      else if (anchor && texts.has(found) && !texts.get(found).includes(`id="${anchor}"`)) broken.push(`${file}: ${target}`);
    }
    for (const [tag] of text.matchAll(/<(?:script|link|img|iframe)\b[^>]*(?:src|href)="(?:https?:)?\/\/[^>]*>/g)) broken.push(`${file}: ${tag}`);
  }
  assert.deepEqual(broken, []);
});

test("each guide fits a phone, and axe finds nothing on it", async () => {
  const axe = await readFile(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
  const page = await open("index.html", phone);
  const look = async (url) => {
    await page.goto(`${server.url}/${url}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${url} is wider than a phone`);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await axe.run(".col-content", { resultTypes: ["violations"], rules: { "heading-order": { enabled: false } } });
      return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
    });
    assert.deepEqual(found, [], url);
  };
  for (const url of documents()) await look(url);
  await page.emulateMedia({ colorScheme: "dark" });
  for (const url of ["index.html", "documents/How_it_works.html", "documents/Quick_start.html", "documents/HTTP_contract.html"]) await look(url);
  await page.close();
  assert.deepEqual(problems, []);
});

test("the search finds every code, reason, option and message", async () => {
  const page = await open("index.html", phone);
  await page.waitForFunction(() => window.searchSections);
  await page.click("#tsd-search-trigger");
  const search = (query) =>
    page.evaluate((query) => {
      const input = document.getElementById("tsd-search-input");
      input.value = query;
      input.dispatchEvent(new Event("input"));
      return [...document.querySelectorAll("#tsd-search-results a")].map((link) => link.href.split("/documents/")[1]);
    }, query);
  for (const code of words("IvyErrorCode")) {
    assert.equal((await search(code))[0], `Error_codes.html#${code}`);
    assert.equal((await search(code.replaceAll("_", " ")))[0], `Error_codes.html#${code}`);
  }
  for (const reason of words("LoginReason")) assert.ok((await search(reason)).includes(`How_it_works.html#${reason}`), reason);
  for (const option of options()) assert.ok((await search(option)).some((url) => url?.startsWith("Merchant_proxy.html#")), option);
  const { note, ...parts } = JSON.parse(await readFile(path.join(root, "tests/data/messages.json"), "utf8"));
  for (const message of Object.values(parts).flatMap(Object.values)) assert.ok((await search(message)).some((url) => url?.startsWith("Messages.html")), message);
  assert.ok((await search("content security policy")).includes("CSP_and_integrity.html#the-policy"));
  assert.ok((await search("popup blocked")).includes("Error_codes.html#popup_blocked"));
  assert.deepEqual(await search("no page has xyzzy"), []);
  assert.deepEqual(problems, []);
  await page.close();
});

test("tabs, addresses of rows, copy buttons and links of names work", async () => {
  const page = await open("documents/Quick_start.html#react", phone);
  await page.waitForSelector(".site-tab:has(#react) code", { state: "visible" });
  await page.click('label:text-is("Own design")');
  await page.waitForSelector(".site-tab:has(#own-design) code", { state: "visible" });
  const code = page.locator("pre > code").first();
  assert.equal(await code.evaluate((found) => getComputedStyle(found).whiteSpace), "pre");
  assert.equal(await page.locator("pre > button").first().evaluate((found) => getComputedStyle(found).opacity), "1");
  await page.goto(`${server.url}/documents/Merchant_proxy.html#tablesecret`);
  assert.match(await page.locator("tr:target").textContent(), /tableSecret/);
  await page.goto(`${server.url}/documents/Own_design.html`);
  await page.click('a:has(code:text-is("resumeBankLogin"))');
  await page.waitForURL("**/types/ivy-data-session.Client.html#resumebanklogin*");
  assert.deepEqual(problems, []);
  await page.close();
});
