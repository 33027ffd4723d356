// Tests the built documentation: no warnings, and usable under the strict policy on a phone.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { launchChromium } from "../engines/engine.mjs";
import { root, serve, strictPolicy } from "./packed.mjs";

const run = promisify(execFile);

test("the pages are built without a warning, and work under the strict policy", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ivy-docs-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const typedoc = path.join(root, "node_modules/typedoc/bin/typedoc");
  const options = path.join(root, "www/docs/site/typedoc.config.mjs");
  const { stdout } = await run(process.execPath, [typedoc, "--options", options, "--logLevel", "Warn", "--out", folder], { cwd: root });
  assert.equal(stdout, "");

  const server = await serve(folder, strictPolicy);
  t.after(server.close);
  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("response", (response) => response.status() >= 400 && problems.push(response.url()));

  await page.goto(`${server.url}/index.html`);
  const guides = await page.evaluate(() => [...document.querySelectorAll('a[href*="documents/"]')].map(({ href }) => href));
  const { projectDocuments } = JSON.parse(await readFile(options, "utf8"));
  assert.equal(new Set(guides).size, projectDocuments.length);
  for (const guide of new Set(guides)) {
    await page.goto(guide);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${guide} is wider than a phone`);
  }

  // Check that a name in a guide links to the reference.
  await page.goto(guides.find((guide) => guide.includes("First_integration")));
  await page.click('a:has(code:text-is("resumeBankLogin"))');
  await page.waitForURL("**/types/ivy-data-session.Client.html#resumebanklogin*");
  await page.click("#tsd-search-trigger");
  await page.fill("#tsd-search-input", "externalUserSchema");
  await page.waitForSelector('#tsd-search-results a[href*="externalUserSchema"]');
  assert.deepEqual(problems, []);
});
