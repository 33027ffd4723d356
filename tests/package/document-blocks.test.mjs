// Tests every block of a document that is not JavaScript: commands exist, policies are the demo's, and markup works.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launchChromium } from "../engines/engine.mjs";
import { installPacked, root, serve, strictPolicy } from "./packed.mjs";
import { documents, findSnippets } from "./snippets.mjs";

const run = promisify(execFile);
const { others, page: scripts } = await findSnippets();

/** The policy as in the documents. `www/shop/tests/docs.rs` checks that the demo sends it. */
const policy = `${strictPolicy}; form-action 'self' https://account-check.getivy.de https://checkout.getivy.de`;

let packed;
let ivy;
let server;
let browser;
before(async () => {
  packed = await installPacked();
  ivy = path.join(packed.app, "ivy");
  await symlink(path.join(packed.app, "node_modules/ivy-data-session"), ivy);
  server = await serve(packed.app, `${policy}; img-src data:`);
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
  await packed?.remove();
});

/** The check of each kind of block, by its language and a word in it. A block without a check fails. */
const checks = [
  { language: "sh", has: "", check: checkCommands },
  { language: "http", has: "Content-Security-Policy", check: ({ code }) => assert.equal(code, `Content-Security-Policy: ${policy}\n`) },
  { language: "html", has: "<form", check: checkForm },
  { language: "css", has: "ivy-bank-connect", check: checkLooks },
  { language: "html", has: 'rel="preload"', check: checkPreload },
  { language: "html", has: '"integrity"', check: checkIntegrity },
  { language: "html", has: "/early.js", check: checkEarly },
];

for (const block of others) {
  test(`${block.where} is right`, async () => {
    const { check } = checks.find(({ language, has }) => language === block.language && block.code.includes(has)) ?? {};
    assert.ok(check, `nothing checks this block of ${block.language || "no language"}: give document-blocks.test.mjs a check for it`);
    await check(block);
  });
}

let asked;
/** Returns the help text of the project's own commands. */
const help = async () => (asked ??= await run("cargo", ["xtask", "--help"], { cwd: root })).stdout;

/** Checks each line of a block for the terminal. */
async function checkCommands({ code }) {
  for (const line of code.trim().split("\n")) {
    const command = line.replace(/ +#.*$/, "");
    if (command.startsWith("cargo xtask ")) {
      assert.match(await help(), new RegExp(`^  ${command.split(" ")[2]} `, "m"), command);
    } else if (command.startsWith("npx ivy-data-session ")) {
      const { stdout } = await run(process.execPath, [path.join(ivy, "cli.js"), "--help"]);
      assert.match(stdout, new RegExp(`^  ${command.split(" ")[2]} `, "m"), command);
    } else if (command.startsWith("npm install ")) {
      assert.equal(command, `npm install ${JSON.parse(readFileSync(path.join(root, "pkg/package.json"), "utf8")).name}`);
    } else {
      const file = command.split(" ").pop();
      assert.equal((await run("sh", ["-c", command], { cwd: ivy })).stdout.trim(), hashOf(file), command);
    }
  }
}

const hashOf = (file) => `sha384-${createHash("sha384").update(readFileSync(path.join(ivy, file))).digest("base64")}`;

/** Opens a page with the markup. Returns it with the requests that it sends. */
async function open(markup, { javaScriptEnabled = true, url = server.url } = {}) {
  await writeFile(path.join(packed.app, "page.html"), `<!doctype html><title>page</title><link rel="icon" href="data:,">${markup}`);
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request));
  const sessions = [{ id: "s1", status: "complete", data: { identity: { name: "Ada Example" } } }];
  await context.route("**/api/ivy/data/session/list", (route) => route.fulfill({ json: { dataSessions: sessions } }));
  await context.route("**/api/ivy/start", (route) => route.fulfill({ contentType: "text/html", body: "<title>bank</title>" }));
  await page.goto(`${url}/page.html`);
  return { page, requests, close: () => context.close() };
}

/** Checks that without a script the button posts a request that the proxy accepts. */
async function checkForm({ code }) {
  const { page, close } = await open(code, { javaScriptEnabled: false });
  const [posted] = await Promise.all([page.waitForRequest("**/api/ivy/start"), page.click("button")]);
  assert.equal(posted.method(), "POST");
  const fields = Object.fromEntries(new URLSearchParams(posted.postData()));
  const { permissions, ...rest } = fields;
  const { checkDataSessionRequest, init } = await import("../../pkg/inline.js");
  await init();
  const checked = checkDataSessionRequest({ referenceId: "order-1", permissions: permissions.split(","), ...rest });
  assert.ok(checked.ok, JSON.stringify(checked.issues));
  await close();
}

/** Checks that each property and part exists in the element, and that the styles apply. */
async function checkLooks({ code }) {
  const types = readFileSync(path.join(root, "pkg/element.d.ts"), "utf8");
  const named = [...code.matchAll(/(--ivy-[\w-]+)|::part\(([\w-]+)\)/g)].map(([, property, part]) => property ?? part);
  for (const name of named) assert.ok(types.includes(`\`${name}\``), `the element has no ${name}`);
  const { code: markup } = others.find(({ code }) => code.includes("<ivy-bank-connect"));
  await writeFile(path.join(packed.app, "looks.css"), code);
  await writeFile(path.join(packed.app, "draw.js"), `
    import { createFakeClient } from "/ivy/testing.js";
    import "/ivy/element.js";
    const bank = document.querySelector("ivy-bank-connect");
    bank.client = createFakeClient({ resumeBankLogin: null, recallBank: { kind: "not_recalled", reason: "no_past_session" } });
    bank.request = { permissions: ["identity"] };`);
  const { page, close } = await open(`<link rel="stylesheet" href="/looks.css">${markup}<script type="module" src="/draw.js"></script>`);
  const button = page.locator('ivy-bank-connect [part~="button"]');
  await button.waitFor();
  const seen = await button.evaluate((found) => {
    const { backgroundColor, color, borderRadius, fontFamily, textTransform } = getComputedStyle(found);
    return { backgroundColor, color, borderRadius, fontFamily, textTransform };
  });
  const looks = { backgroundColor: "rgb(11, 107, 79)", color: "rgb(255, 255, 255)", borderRadius: "4px", fontFamily: "Georgia, serif", textTransform: "uppercase" };
  assert.deepEqual(seen, looks);
  await close();
}

const countLists = (requests) => requests.filter((request) => request.url().endsWith("/list")).length;

/** Checks that a page sends one list: the script's, before the client is there, by its tag and inline under the policy. */
async function checkEarly({ code }) {
  await writeFile(path.join(packed.app, "recall.js"), `
    import { createClient } from "/ivy/index.js";
    const ivy = createClient({ proxyUrl: "/api/ivy" });
    document.title = (await ivy.recallBank({ permissions: ["identity"] })).kind;`);
  const hash = hashOf("early.js");
  const tag = code.replace("{hash of early.js}", hash);
  const inline = `<script data-proxy-url="/api/ivy">${readFileSync(path.join(ivy, "early.js"), "utf8")}</script>`;
  const strict = await serve(packed.app, `${policy.replace("script-src", `script-src '${hash}'`)}; img-src data:`);
  try {
    for (const [markup, url] of [[tag, server.url], [inline, strict.url]]) {
      const { page, requests, close } = await open(markup, { url });
      await page.waitForFunction(() => globalThis[Symbol.for("ivy-data-session.early")]);
      await page.addScriptTag({ type: "module", url: "/recall.js" });
      await page.waitForFunction(() => document.title !== "page");
      assert.equal(await page.title(), "recalled");
      assert.equal(countLists(requests), 1);
      await close();
    }
    const { page, requests, close } = await open('<script type="module" src="/recall.js"></script>');
    await page.waitForFunction(() => document.title !== "page");
    await page.evaluate((tag) => document.head.append(document.createRange().createContextualFragment(tag)), tag);
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/early.js")));
    await page.waitForLoadState("networkidle");
    assert.equal(countLists(requests), 1, "a script that arrives after the client has asked");
    await close();
  } finally {
    strict.close();
  }
}

/** Checks that the library uses the preloaded file and does not fetch it again. */
async function checkPreload({ code }) {
  await writeFile(path.join(packed.app, "load.js"), 'import { init } from "/ivy/index.js";\nawait init();\ndocument.title = "loaded";\n');
  const { page, requests, close } = await open(`${code}<script type="module" src="/load.js"></script>`);
  await page.waitForFunction(() => document.title === "loaded");
  assert.equal(requests.filter((request) => request.url().endsWith(".wasm")).length, 1);
  await close();
}

/** Checks that the page works with the right hashes, and fails with a wrong one for either file. */
async function checkIntegrity({ code }) {
  const { code: program } = scripts.find(({ code }) => /integrity: hash/.test(code));
  const [script, file, wrong] = ["index.js", "ivy_data_session_bg.wasm", "package.json"].map(hashOf);
  const result = async (scriptHash, wasmHash) => {
    const map = code.replace("{hash of index.js}", scriptHash).replace("{hash of popup.js}", hashOf("popup.js")).replace("{hash of inline-wasm.js}", hashOf("inline-wasm.js"));
    const [, text] = /<script[^>]*>([\s\S]*)<\/script>/.exec(map);
    const hashed = `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const pages = await serve(packed.app, `${policy.replace("'wasm-unsafe-eval'", `'wasm-unsafe-eval' ${hashed}`)}; img-src data:`);
    await writeFile(path.join(packed.app, "own.js"), program);
    const use = `
      const load = import("./own.js").then(({ load }) => load("/ivy/ivy_data_session_bg.wasm", "${wasmHash}"));
      document.title = await load.then(() => "loaded", (error) => error.code ?? error.name);`;
    await writeFile(path.join(packed.app, "use.js"), use);
    const { page, close } = await open(`${map}<script type="module" src="/use.js"></script>`, { url: pages.url });
    await page.waitForFunction(() => document.title !== "page");
    const title = await page.title();
    await close();
    pages.close();
    return title;
  };
  assert.deepEqual([await result(script, file), await result(wrong, file), await result(script, wrong)], ["loaded", "TypeError", "load_failed"]);
}

for (const file of documents) {
  const text = readFileSync(path.join(root, file), "utf8");
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");

  test(`${file}: links lead somewhere, and commands exist`, async () => {
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [place, anchor] = target.split("#");
      const found = place ? path.join(root, path.dirname(file), place) : path.join(root, file);
      assert.ok(existsSync(found), `no file for ${target}`);
      if (anchor) assert.ok(headings(readFileSync(found, "utf8")).includes(anchor), `no heading for ${target}`);
    }
    for (const [, command] of prose.matchAll(/`cargo xtask (\w+)/g)) assert.match(await help(), new RegExp(`^  ${command} `, "m"));
  });
}

/** Returns the anchors of a text's headings. */
const headings = (text) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-"));
