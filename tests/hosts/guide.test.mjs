// Tests the quick start, from an empty folder to the first recalled account, by following every step.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch } from "../engines/engine.mjs";
import { freePort } from "../engines/service.mjs";
import { installPacked, root } from "../package/packed.mjs";
import { names } from "../package/public-api.mjs";
import { findSnippets } from "../package/snippets.mjs";
import { startServer, stopServer } from "../shared/servers.mjs";
import { options, steps } from "./guide.mjs";

const run = promisify(execFile);

/**
 * The time that the guide promises in seconds, and the part of it that may be the machine's. The rest is for reading and
 * typing.
 */
const [PROMISED, ALLOWED] = [600, 120];

let folder;
let packed;
let browser;
const running = [];
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ivy-guide-"));
  packed = await installPacked();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const server of running.reverse()) await stopServer(server);
  await packed?.remove();
  await rm(folder, { recursive: true, force: true });
});

test("each step, up to a second visit without a bank login", async (t) => {
  const started = performance.now();
  const ports = { 3000: await freePort(), 8081: await freePort() };
  // Replace the ports, because other tests run at the same time. All other words of the guide are used unchanged.
  const local = (text) => Object.entries(ports).reduce((text, [port, own]) => text.replaceAll(port, own), text);
  const shop = local("http://localhost:3000");
  const done = [];
  for (const { file, text, command } of steps()) {
    if (file) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), local(text));
      done.push(file);
    } else if (command.startsWith("npx ivy-data-session ")) {
      const [, , name, ...args] = command.split(" ");
      running.push(await startSandbox([name, "--port", String(ports[8081]), ...args]));
      done.push(name);
    } else if (command.startsWith("npm ")) {
      // Install the packed package instead of the published one.
      const args = command.split(" ").slice(1).map((word) => (word === "ivy-data-session" ? packed.tarball : word));
      await run("npm", args.includes("install") ? [...args, "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"] : args, { cwd: folder });
      done.push(args[0]);
    } else {
      const [program, ...args] = command.split(" ");
      assert.equal(program, "node", command);
      running.push(await startServer(process.execPath, args, {}, folder));
      done.push("start");
      await visitTwice(shop, local("http://127.0.0.1:8081"));
    }
  }
  const files = [".env", "server.js", "page/index.html", "page/checkout.js"];
  assert.deepEqual(done, ["init", "pkg", "install", "sandbox", ...files, "start"]);
  const seconds = (performance.now() - started) / 1000;
  t.diagnostic(`from an empty folder to the recalled account: ${seconds.toFixed(1)} s of the ${PROMISED} s that the guide promises`);
  assert.ok(seconds < ALLOWED, `${seconds} s`);
});

/** Starts the command of the installed package, and waits for its first line. */
async function startSandbox(args) {
  const child = spawn(path.join(folder, "node_modules/.bin/ivy-data-session"), args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the sandbox ended")));
  await Promise.race([once(child.stdout, "data"), ended]);
  ended.catch(() => {});
  return { child };
}

/** Follows the last step of the guide: Ada connects her bank and is recognised in another browser, but Ben is not. */
async function visitTwice(shop, bank) {
  const first = await open(shop, "ada");
  await first.page.getByRole("button", { name: "Pay by bank" }).click();
  await first.page.waitForURL(`${bank}/**`);
  await first.page.click("#bank-de-testbank");
  await first.page.fill("[name=username]", "ada");
  await first.page.fill("[name=password]", "password");
  await first.page.click("#login");
  await first.page.click("#consent");
  await first.page.waitForURL(`${shop}/**`);
  await state(first.page, "connected");
  await first.close();

  const second = await open(shop, "ada");
  await state(second.page, "recalled");
  await second.page.getByRole("button", { name: /^Use this account/ }).click();
  await second.page.waitForFunction(() => /is paid/.test(document.getElementById("paid").textContent));
  await second.close();

  const ben = await open(shop, "ben");
  await state(ben.page, "idle");
  await ben.close();

  const withoutScripts = await open(shop, "ben", { javaScriptEnabled: false });
  await withoutScripts.page.getByRole("button", { name: "Pay by bank" }).click();
  await withoutScripts.page.waitForURL(`${bank}/**`);
  await withoutScripts.close();
}

/** Opens a separate browser context and signs in. Closing it fails if the console has errors. */
async function open(shop, name, settings) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...settings });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(shop);
  await page.click(`[name=customer][value=${name}]`);
  await page.waitForURL(`${shop}/`);
  const close = async () => {
    assert.deepEqual(problems.filter((problem) => !problem.endsWith("/favicon.ico")), []);
    await context.close();
  };
  return { page, close };
}

const state = (page, expected) =>
  page.waitForFunction((expected) => document.querySelector("ivy-bank-connect").shadowRoot?.querySelector("[part=container]")?.dataset.state === expected, expected);

test("the files that the guide builds are those of the example", async () => {
  const example = path.join(root, "www/examples/express");
  const written = steps().filter(({ file }) => file && file !== ".env");
  for (const { file, text } of written) assert.equal(await readFile(path.join(example, file), "utf8"), text, file);
  const others = ["README.md", "package-lock.json", "package.json"];
  const there = (await readdir(example, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = there.map((entry) => path.relative(example, path.join(entry.parentPath ?? entry.path, entry.name)));
  assert.deepEqual(found.filter((file) => !file.startsWith("node_modules")).sort(), [...others, ...written.map(({ file }) => file)].sort());
});

test("each block of the guide to servers and frameworks is in a shop that is tested", async () => {
  const here = path.join(root, "tests/hosts");
  const files = (await readdir(here, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.name.endsWith(".js"));
  const shops = await Promise.all(files.map((entry) => readFile(path.join(entry.parentPath ?? entry.path, entry.name), "utf8")));
  const unindented = (text) => text.split("\n").map((line) => line.trim()).join("\n");
  const blocks = (await findSnippets()).hosts.filter(({ file }) => file === "www/docs/hosts.md");
  assert.ok(blocks.length > 10);
  for (const { where, code } of blocks) assert.ok(shops.some((shop) => unindented(shop).includes(unindented(code))), where);
});

test("the guide to the proxy has every option once", () => {
  const { signature } = names("proxy.d.ts").find(({ name }) => name === "ProxyOptions");
  assert.deepEqual(options().sort(), topLevel(signature).sort());
});

/** Returns the names of a type's own members, without nested ones. */
function topLevel(signature) {
  let text = signature.slice(signature.indexOf("{") + 1, signature.lastIndexOf("}"));
  for (let before; before !== text; ) [before, text] = [text, text.replace(/\{[^{}]*\}|\([^()]*\)/g, "")];
  return [...text.matchAll(/(\w+)\??:/g)].map(([, name]) => name);
}
