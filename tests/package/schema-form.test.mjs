// Tests a real consumer of the schemas: a form of react-hook-form in Chromium, bundled with the packed package, under the
// strict policy.

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launchChromium } from "../engines/engine.mjs";
import { installPacked, root, serve, strictPolicy, writeFiles } from "./packed.mjs";

const html = `<!doctype html><title>form</title><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="./form.js"></script>`;

test("react-hook-form shows each issue at its field, and sends the normal form", async (t) => {
  const packed = await installPacked();
  t.after(packed.remove);
  await writeFiles(packed.app, { "index.html": html }, ["schema-form.jsx"]);
  await cp(path.join(packed.app, "node_modules/ivy-data-session/ivy_data_session_bg.wasm"), path.join(packed.app, "ivy_data_session_bg.wasm"));
  await build({
    entryPoints: [path.join(packed.app, "schema-form.jsx")],
    outfile: path.join(packed.app, "form.js"),
    ...{ bundle: true, format: "esm", jsx: "automatic", logLevel: "error" },
    ...{ nodePaths: [path.join(root, "node_modules")], define: { "process.env.NODE_ENV": '"production"' } },
  });
  const server = await serve(packed.app, `${strictPolicy}; img-src data:`);
  t.after(server.close);
  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  const loads = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && loads.push(request.url()));
  await page.goto(`${server.url}/`);

  assert.equal(loads.length, 0, "nothing is loaded before there is something to check");
  await page.fill('[name="email"]', "ada");
  await page.fill('[name="phone"]', "12");
  await page.click("button");
  await page.waitForFunction(() => document.querySelector("#email-error").textContent);
  assert.match(await page.textContent("#email-error"), /^email: invalid; expected an e-mail address/);
  assert.match(await page.textContent("#phone-error"), /^phone: invalid; expected a phone number/);

  await page.fill('[name="email"]', " Ada@EXAMPLE.com");
  await page.fill('[name="phone"]', "+49 152 00000001");
  await page.click("button");
  await page.waitForFunction(() => globalThis.sent);
  assert.deepEqual(await page.evaluate(() => globalThis.sent), { email: "Ada@example.com", phone: "+4915200000001" });
  assert.equal(await page.textContent("#email-error"), "");
  assert.equal(loads.length, 1);
  assert.deepEqual(problems, []);
});
