// Runs every JavaScript snippet unchanged against the packed package: those of the READMEs and guides in a page with a
// scripted merchant proxy, the examples of the types and the merchant's own tests in Node.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { build, transform } from "esbuild";
import { launchChromium } from "../engines/engine.mjs";
import { installPacked, linkPackages, root, serve } from "./packed.mjs";
import { findSnippets, promised } from "./snippets.mjs";

const run = promisify(execFile);
const snippets = await findSnippets();
const wasm = "ivy_data_session_bg.wasm";
const bank = "https://account-check.getivy.de";

/** The parts that the snippets leave to the reader: a button, and functions that use an account or show an error. */
const surroundings = `
  globalThis.button = document.querySelector("form button");
  globalThis.done = [];
  for (const name of ["offer", "show", "showError", "tellShopper"]) globalThis[name] = (...what) => void done.push([name, ...what]);
  globalThis.body = JSON.stringify({ dataSessions: [${JSON.stringify(session("s1"))}] });
  globalThis.signal = new AbortController().signal;`;

let packed;
let browser;
let server;
before(async () => {
  packed = await installPacked();
  await linkPackages(packed.app, ["react", "react-dom", "libsql", "pg"]);
  // Copy the file to the folder of the bundle, in which the bundled library looks for it.
  await cp(path.join(packed.app, "node_modules/ivy-data-session", wasm), path.join(packed.app, wasm));
  server = await serve(packed.app, "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'");
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
  await packed?.remove();
});

test("there are snippets of every way", () => {
  for (const [way, found] of Object.entries(snippets)) assert.ok(found.length > 0, way);
});

for (const [index, snippet] of snippets.page.entries()) {
  test(`${snippet.where} runs in a page`, async () => {
    if (snippet.language === "tsx") await writeComponent(`snippet-${index}.js`, snippet);
    else await write(`snippet-${index}.js`, snippet);
    await writeFile(path.join(packed.app, `snippet-${index}.html`), html(index));
    assert.deepEqual(await runInPage(`${server.url}/snippet-${index}.html`), []);
  });
}

for (const [index, snippet] of snippets.node.entries()) {
  test(`${snippet.where} runs in Node and prints what it says`, async () => {
    const file = await write(`example-${index}.mjs`, snippet);
    const { stdout } = await run(process.execPath, [file], { cwd: packed.app });
    assert.deepEqual(stdout.split("\n").filter(Boolean), promised(snippet.code));
  });
}

for (const [index, snippet] of snippets.tests.entries()) {
  test(`${snippet.where} passes`, async () => {
    const file = await write(`merchant-${index}.test.mjs`, snippet);
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    const { stdout } = await run(process.execPath, ["--test", file], { cwd: packed.app, env });
    assert.match(stdout, /^# pass [1-9]/m);
  });
}

/** Writes a component to the app, bundled with React, which renders it in StrictMode. */
async function writeComponent(name, { code }) {
  const contents = `
    import { StrictMode } from "react";
    import { createRoot } from "react-dom/client";
    import Snippet from "./component";
    createRoot(document.getElementById("root")).render(<StrictMode><Snippet /></StrictMode>);`;
  await writeFile(path.join(packed.app, "component.tsx"), code);
  await build({
    stdin: { contents, loader: "tsx", resolveDir: packed.app },
    outfile: path.join(packed.app, name),
    ...{ bundle: true, format: "esm", jsx: "automatic", logLevel: "error" },
    ...{ nodePaths: [path.join(root, "node_modules")], define: { "process.env.NODE_ENV": '"development"' } },
  });
}

/** Writes a snippet to the app, without its types. */
async function write(name, { code, language }) {
  const file = path.join(packed.app, name);
  await writeFile(file, (await transform(code, { loader: language, jsx: "automatic" })).code);
  return file;
}

const html = (index) => `<!doctype html>
<title>snippet</title>
<link rel="icon" href="data:,">
<div id="root"></div>
<form action="/api/ivy/start" method="post"><button type="button">Pay by bank</button></form>
<script type="importmap">${JSON.stringify({
  imports: {
    "ivy-data-session": "./node_modules/ivy-data-session/index.js",
    ...Object.fromEntries(["inline", "element", "debug"].map((entry) => [`ivy-data-session/${entry}`, `./node_modules/ivy-data-session/${entry}.js`])),
  },
})}</script>
<script type="module">
  ${surroundings}
  await import("./snippet-${index}.js");
  document.title = "ran";
</script>`;

/** Opens the page, waits for the snippet and clicks the button that it may have wired. Returns all errors. */
async function runInPage(url) {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.route("**/api/ivy/**", answer);
  await page.route(`${bank}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>ran</title>" }));
  await page.goto(url);
  const ran = () => page.waitForFunction(() => document.title === "ran", undefined, { timeout: 60_000 });
  await ran().catch(() => problems.push("the snippet did not finish"));
  if (page.url() === url) {
    await page.click("button");
    await page.waitForTimeout(300);
  }
  await page.close();
  return problems;
}

/** Responds as a merchant proxy with one past session. */
function answer(route) {
  const operation = new URL(route.request().url()).pathname.split("/").pop();
  const answers = {
    list: { dataSessions: [session("s1")] },
    details: session("s1"),
    create: { ...session("s2"), status: "pending", data: undefined, referenceId: "order-1-x", redirectUrl: `${bank}/init?id=s2` },
    forget: { forgotten: 1 },
    result: { referenceId: "order-1-x", status: "complete", session: session("s2") },
  };
  return route.fulfill({ json: answers[operation] ?? {}, headers: { "ivy-request-id": "r1" } });
}

function session(id) {
  const iban = { iban: "DE89370400440532013000", bban: "370400440532013000", bic: "COBADEFFXXX" };
  const accounts = [{ name: "Main account", type: "checking", identifier: { iban } }];
  const identity = { name: "Ada Example", dateOfBirth: "1985-12-10" };
  return { id, status: "complete", data: { bankName: "Test Bank", identity, accounts } };
}
