// Tests the diagnosis on Node, and the command that prints it.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, mock, test } from "node:test";
import { createProxy, sqliteStore, toNodeListener } from "../../pkg/proxy.js";
import "../shared/typescript.mjs";
import { Ivy, key, secret, tableSecret } from "./ivy.mjs";

const { check } = await import("../../pkg/src/cli/check.ts");

let ivy;
let folder;
before(async () => {
  ivy = await Ivy.start();
  folder = await mkdtemp(join(tmpdir(), "ivy-check-"));
});
after(async () => {
  ivy.close();
  await rm(folder, { recursive: true });
});

function make(changes = {}) {
  return createProxy({
    ...{ apiKey: key, apiUrl: ivy.url, webhookSecret: secret, tableSecret, origins: ["http://127.0.0.1:3000"] },
    ...{ identify: () => null, store: sqliteStore(":memory:"), log: () => {} },
    ...changes,
  });
}

const faults = (lines) => lines.filter(({ state }) => state !== "ok").map(({ name, state }) => `${name}: ${state}`);

test("a proxy behind its public URL has no fault", async () => {
  const proxy = make();
  const server = createServer(toNodeListener(proxy)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const lines = await proxy.check({ url: `http://127.0.0.1:${server.address().port}/api/ivy` });
  assert.deepEqual(faults(lines), [], JSON.stringify(lines));
  assert.deepEqual(lines[0], { name: "settings", state: "ok", text: "ok       settings" });
  assert.deepEqual(faults(await proxy.check()), ["url: unknown", "address: unknown", "cookie: unknown", "origin: unknown"]);
  const health = await proxy.health();
  assert.deepEqual([health.listWay, health.listPath], ["referenceId", "answers"]);
  server.close();
  server.closeAllConnections();
  await proxy.close();
});

test("a wrong key, a missing list and a database that cannot be used have lines", async () => {
  const wrong = make({ apiKey: "another-key", paths: { list: "/nowhere/none" } });
  assert.deepEqual(faults(await wrong.check()).slice(0, 2), ["apiKey: wrong", "list: unknown"]);
  const missing = make({ paths: { list: "/nowhere/none" } });
  const line = (await missing.check()).find(({ name }) => name === "list");
  assert.match(line.text, /^wrong {4}ivy's list: ivy answers 404 at the path of the list; set paths\.list; meanwhile/);
  assert.equal((await missing.health()).listWay, "table");

  const store = { dialect: "sqlite", script: async () => { throw new Error("gone"); }, query: async () => [], execute: async () => 0 };
  const lines = await make({ store }).check();
  assert.equal(lines.find(({ name }) => name === "database").state, "wrong");
  for (const other of [wrong, missing]) await other.close();
});

test("check takes a url and nothing else", async () => {
  const proxy = make();
  for (const options of [{ url: 7 }, { url: "" }, { uri: "https://shop.example" }, "https://shop.example"]) {
    await assert.rejects(proxy.check(options), { code: "misconfigured" });
  }
  await proxy.close();
});

/** Runs the command over a module with this text. Returns its result and what it printed. */
async function run(text, ...words) {
  const file = join(folder, `${Math.random()}.mjs`);
  await writeFile(file, text);
  return printed(() => check([file, ...words]));
}

async function printed(call) {
  const [log, error] = ["log", "error"].map((name) => mock.method(console, name, () => {}));
  try {
    const result = await call();
    return [result, ...[...log.mock.calls, ...error.mock.calls].map(({ arguments: [line] }) => line)];
  } finally {
    log.mock.restore();
    error.mock.restore();
  }
}

test("the command prints the lines and returns 1 if one is wrong", async () => {
  const exported = (name, state) =>
    `${name} { check: async ({ url }) => [{ name: "url", state: "${state}", text: "${state} " + url }] };`;
  const url = "https://shop.example/api/ivy";
  assert.deepEqual(await run(exported("export const proxy =", "ok"), "--url", url), [0, `ok ${url}`]);
  assert.deepEqual(await run(exported("export default", "wrong"), `--url=${url}`), [1, `wrong ${url}`]);
  assert.deepEqual(await run(exported("export default", "unknown")), [0, "unknown undefined"]);
});

test("the command says what it needs", async () => {
  for (const [words, sentence] of [
    [[], /^check: the file is missing; expected the module that exports your proxy/],
    [["--url", "https://shop.example"], /^check: the file is missing/],
    [["a.js", "--url"], /^check: --url: the value is missing; expected URL$/],
    [["a.js", "--url="], /^check: --url: the value is missing; expected URL$/],
    [["a.js", "b.js"], /^check: "b.js": unexpected word/],
    [["a.js", "--ur"], /^check: --ur: unknown option \(did you mean "--url"\?\)/],
  ]) {
    await assert.rejects(check(words), ({ message }) => sentence.test(message), words.join(" "));
  }
  const [code, help] = await printed(() => check(["--help"]));
  assert.equal(code, 0);
  assert.match(help, /^Usage: npx ivy-data-session check FILE \[options\]/);
  const [none, sentence] = await run("export const shop = 1;");
  assert.equal(none, 1);
  assert.match(sentence, /no proxy; expected an export named proxy/);
  const [failed, reason] = await run('throw new Error("createProxy: apiKey: missing");');
  assert.equal(failed, 1);
  assert.match(reason, /^wrong {4}settings: .* cannot be imported: createProxy: apiKey: missing$/);
});
