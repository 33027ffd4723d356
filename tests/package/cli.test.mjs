// Tests of `npx ivy-data-session`, from the packed package in an empty folder, offline and without Rust on the path.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launchChromium } from "../engines/engine.mjs";
import "../shared/typescript.mjs";
import { installPacked, linkPackages } from "./packed.mjs";

const { suggestion } = await import("../../pkg/src/cli/suggest.ts");
const { tooOld } = await import("../../pkg/src/cli/node-version.ts");

let packed;
let programs;
before(async () => {
  packed = await installPacked();
  programs = path.join(packed.app, "programs");
  await mkdir(programs);
  const npm = path.dirname(await firstOnPath("npm"));
  await symlink(process.execPath, path.join(programs, "node"));
  for (const name of ["npm", "npx"]) await symlink(path.join(npm, name), path.join(programs, name));
  for (const name of ["sh", "env"]) await symlink(await firstOnPath(name), path.join(programs, name));
  // A Node without a database of its own takes this driver.
  await linkPackages(packed.app, ["libsql"]);
});
after(() => packed?.remove());

/** Returns the path of a program. */
async function firstOnPath(name) {
  for (const folder of process.env.PATH.split(path.delimiter)) {
    const file = path.join(folder, name);
    if (await access(file).then(() => true, () => false)) return file;
  }
  throw new Error(`${name} is not on the path`);
}

/** The ways to start the program: by npx, and without it. npx itself ends by the signal of Ctrl-C, without an exit code. */
const NPX = () => [path.join(programs, "npx"), "--offline", "ivy-data-session"];
const INSTALLED = () => [path.join(packed.app, "node_modules/.bin/ivy-data-session")];

/** Starts the program with words. */
function start(way, words) {
  const [program, ...first] = way();
  const child = spawn(program, [...first, ...words], {
    cwd: packed.app,
    env: { PATH: programs, HOME: process.env.HOME, npm_config_update_notifier: "false" },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C reaches a whole group of processes.
    detached: true,
  });
  const printed = { out: "", error: "" };
  child.stdout.on("data", (text) => (printed.out += text));
  child.stderr.on("data", (text) => (printed.error += text));
  const ended = once(child, "close").then(([code]) => ({ code, ...printed }));
  return { child, printed, ended };
}

/** Starts a command that runs until Ctrl-C, and waits for a text in its output. */
async function serving(t, way, words, text) {
  const { child, printed, ended } = start(way, words);
  let isOver = false;
  ended.then(() => (isOver = true));
  t.after(() => isOver || process.kill(-child.pid, "SIGKILL"));
  for (let found; ; await pause(20)) {
    found = text.exec(printed.out);
    if (found) {
      const interrupt = () => {
        process.kill(-child.pid, "SIGINT");
        return ended;
      };
      return { url: found[1], printed, interrupt };
    }
    assert.ok(!isOver, `it ended: ${printed.error}`);
  }
}

/** A browser without scripts: it keeps cookies and follows no redirect by itself. */
class Visitor {
  #cookies = new Map();

  async send(url, fields, headers = {}) {
    const { origin } = new URL(url);
    const body = fields && new URLSearchParams(fields);
    const cookie = [...this.#cookies.values()].join("; ");
    const response = await fetch(url, { method: body ? "POST" : "GET", body, redirect: "manual", headers: { cookie, ...(body && { origin, "sec-fetch-site": "same-origin" }), ...headers } });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      this.#cookies.set(pair.split("=")[0], pair);
    }
    return { status: response.status, location: response.headers.get("location"), text: await response.text() };
  }
}

/** Goes through the sandbox's pages. Returns the URL to which the shopper is sent. */
async function logIn(link) {
  const shopper = new Visitor();
  const { origin } = new URL(link);
  const [, token] = /name="token" value="(.*?)"/.exec((await shopper.send(link)).text);
  await shopper.send(`${origin}/init/bank`, { token, bank: "de-testbank" });
  await shopper.send(`${origin}/init/login`, { token, username: "ada", password: "password" });
  return (await shopper.send(`${origin}/init/consent`, { token })).location;
}

test("the sandbox says what to give the proxy, answers, and ends by Ctrl-C with 0", async (t) => {
  const { url, printed, interrupt } = await serving(t, INSTALLED, ["sandbox", "--port", "0"], /stands in for Ivy at (\S+)/);
  const [, key] = /apiKey +(\S+)/.exec(printed.out);
  const headers = { "content-type": "application/json", "x-ivy-api-key": key };
  const body = JSON.stringify({ referenceId: "order-1", permissions: ["identity"] });
  const created = await fetch(`${url}/api/service/data/session/create`, { method: "POST", headers, body });
  assert.equal(created.status, 200);
  const refused = await start(INSTALLED, ["sandbox", "--port", new URL(url).port]).ended;
  assert.equal(refused.code, 1);
  assert.match(refused.error, /^sandbox: --port: 127\.0\.0\.1:\d+ cannot be used \(.*\); expected a free port\n$/);
  const shop = await start(INSTALLED, ["demo", "--port", new URL(url).port]).ended;
  assert.equal(shop.code, 1);
  assert.match(shop.error, /^demo: --port: 127\.0\.0\.1:\d+ cannot be used \(EADDRINUSE\); expected a free port$/m);
  const { code, out } = await interrupt();
  assert.equal(code, 0);
  assert.match(out, /sandbox: ended\n$/);
});

test("npx starts the sandbox, and Ctrl-C ends it in order", async (t) => {
  const { url, interrupt } = await serving(t, NPX, ["sandbox", "--port", "0"], /stands in for Ivy at (\S+)/);
  assert.equal((await fetch(`${url}/sandbox/stats`)).status, 200);
  assert.match((await interrupt()).out, /sandbox: ended\n$/);
});

test("the demo recalls an account in a second browser, without scripts and with the page", async (t) => {
  const { url, interrupt } = await serving(t, NPX, ["demo", "--port=0"], /^Open (\S+)/m);
  const first = new Visitor();
  assert.match((await first.send(url)).text, /data-expect="nothing"/);
  assert.equal((await first.send(`${url}/shop/sign-in`, { customer: "ada" })).status, 303);
  const begun = await first.send(`${url}/api/ivy/start`, { permissions: "identity", market: "DE" });
  assert.equal(begun.status, 303, begun.text);
  const back = await logIn(begun.location);
  const nonce = new URL(back).searchParams.get("ivy");
  const done = await first.send(`${url}/plain/done`, { ivy: nonce });
  assert.match(done.text, /data-state="connected"/);
  const [sessionId, handle] = ["sessionId", "handle"].map((name) => new RegExp(`name="${name}" value="(.*?)"`).exec(done.text)[1]);
  const paid = await first.send(`${url}/shop/pay`, { sessionId, handle });
  assert.deepEqual([paid.status, paid.location], [303, "/plain/paid"]);
  const forged = await first.send(`${url}/shop/pay`, { sessionId, handle }, { origin: "https://evil.example", "sec-fetch-site": "cross-site" });
  assert.equal(forged.status, 403);

  const second = new Visitor();
  await second.send(`${url}/shop/sign-in`, { customer: "ada" });
  assert.match((await second.send(url)).text, /data-expect="recall"/);

  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${url}/own-design`);
  await page.click("#sign-in-ada");
  await page.click("#pay");
  await page.waitForSelector("#paid:not([hidden])");
  assert.match(await page.textContent("#paid-from"), /From Test Bank, DE •••• 0101, Ada Example/);
  assert.match((await second.send(`${url}/docs/`)).location, /^https:\/\/github\.com\//);
  for (const missing of ["/nothing", "/..%2fpackage.json", "/package/../../package.json", "/%00", "/%"]) {
    assert.equal((await second.send(`${url}${missing}`)).status, 404, missing);
  }
  assert.match((await interrupt()).out, /demo: ended\n$/);
});

/** The words of a command, the exit code, and its output or error. */
const runs = [
  [["--help"], 0, /^Usage: npx ivy-data-session <command>/],
  [["sandbox", "--help"], 0, /--port PORT .*\[default: 8081\]/],
  [["demo", "-h"], 0, /--port PORT .*\[default: 8080\]/],
  [[], 1, /^Usage: /],
  [["sandbx"], 1, /^ivy-data-session: unknown command \(did you mean "sandbox"\?\); expected sandbox, demo, check$/],
  [["sandbox", "--prot", "1"], 1, /^sandbox: --prot: unknown option \(did you mean "--port"\?\); expected --port/],
  [["demo", "--port"], 1, /^demo: --port: the value is missing; expected PORT$/],
  [["demo", "--port", "70000"], 1, /^demo: --port: invalid value; expected a whole number from 0 to 65535$/],
  [["demo", "--port=1", "--port=2"], 1, /^demo: --port: the option is there twice; expected it once$/],
  [["demo", "--help=yes"], 1, /^demo: --help: unexpected value; expected the option alone$/],
  [["sandbox", "8081"], 1, /^sandbox: "8081": unexpected word; expected --port/],
];
test("each mistake is one sentence, and each help is text", async () => {
  for (const [words, expected, text] of runs) {
    const cli = path.join(packed.app, "node_modules/ivy-data-session/cli.js");
    const child = spawn(process.execPath, [cli, ...words], { cwd: packed.app, stdio: ["ignore", "pipe", "pipe"] });
    const parts = { out: "", error: "" };
    child.stdout.on("data", (chunk) => (parts.out += chunk));
    child.stderr.on("data", (chunk) => (parts.error += chunk));
    const [code] = await once(child, "close");
    assert.equal(code, expected, words.join(" "));
    const [said, silent] = /^Usage|--port PORT/.test(parts.out) ? [parts.out, parts.error] : [parts.error, parts.out];
    assert.match(said.trimEnd(), text, words.join(" "));
    assert.equal(silent, "", words.join(" "));
    if (said === parts.error) assert.equal(said.trimEnd().split("\n").length, 1, said);
  }
});

test("a Node that is too old is named, and no other is", () => {
  assert.equal(tooOld("20.0.0"), undefined);
  assert.equal(tooOld("22.23.3"), undefined);
  assert.match(tooOld("18.20.4"), /^ivy-data-session: Node 18\.20\.4 is too old; expected Node 20 or newer; /);
});

test("a name is suggested if it is close", () => {
  const known = ["sandbox", "demo", "check"];
  assert.deepEqual(["sanbox", "dmo", "chekc", "x", "serve", ""].map((word) => suggestion(word, known)), [' (did you mean "sandbox"?)', ' (did you mean "demo"?)', "", "", "", ""]);
});
