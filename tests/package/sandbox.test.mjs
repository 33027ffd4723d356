// Tests of `startSandbox`: its options, its file, its clock and its end. The rules have their own suite in `www/sandbox/tests`.

import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startSandbox } from "../../pkg/sandbox.js";
import { root } from "./packed.mjs";

let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ivy-sandbox-"));
});
after(() => rm(folder, { recursive: true }));

/** Starts a sandbox that ends with the test. */
async function started(t, options, start = startSandbox) {
  const sandbox = await start(options);
  t.after(() => sandbox.stop());
  return sandbox;
}

/** Calls the API of a sandbox. */
async function call({ origin, apiKey }, operation, body) {
  const headers = { "Content-Type": "application/json", "X-Ivy-Api-Key": apiKey };
  const response = await fetch(`${origin}/api/service/data/session/${operation}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const ORDER = { referenceId: "order-1", permissions: ["identity"] };

test("a wrong option is named, and its value is not", async () => {
  const wrong = [
    ["startSandbox", "secret-of-mine"],
    ["port", { port: 70_000 }],
    ["port", { port: "8081" }],
    ["apiKey", { apiKey: "" }],
    ["signingSecret", { signingSecret: 7 }],
    ["file", { file: " " }],
    ["publicOrigin", { publicOrigin: 7 }],
    ["callbackWaitMs", { callbackWaitMs: -1 }],
    ["lateByMs", { lateByMs: Number.NaN }],
    ["callbackRetriesMs", { callbackRetriesMs: 5 }],
    ["callbackRetriesMs[1]", { callbackRetriesMs: [1, "2"] }],
    ["errorBody", { errorBody: "fourth" }],
    ["deviations", { deviations: [] }],
    ["startSandbox", { deviations: { reverse: true } }],
    ["startSandbox", { deviations: { dates: "yes" } }],
    ["now", { now: 5 }],
    ["prot", { prot: 8081 }],
  ];
  for (const [option, options] of wrong) {
    const started = startSandbox(options);
    await assert.rejects(started, ({ code, message }) => code === "misconfigured" && message.startsWith(`${option}: `) && !message.includes("secret-of-mine"), JSON.stringify(options));
  }
});

test("a port that is in use is named", async (t) => {
  const first = await started(t);
  const port = Number(new URL(first.origin).port);
  await assert.rejects(startSandbox({ port }), ({ code, message }) => code === "misconfigured" && message.includes(`port: 127.0.0.1:${port}`));
  await first.stop();
  const second = await started(t, { port });
  assert.equal(second.origin, first.origin);
});

test("the type of the deviations has the names of the core", async (t) => {
  const sandbox = await started(t);
  const members = await (await fetch(`${sandbox.origin}/sandbox/deviations`)).json();
  const types = await readFile(path.join(root, "pkg/sandbox.d.ts"), "utf8");
  const [, declared] = /type SandboxDeviations = \{([^]*?)\n\};/.exec(types);
  assert.deepEqual([...declared.matchAll(/^ {4}(\w+)\?:/gm)].map(([, name]) => name).sort(), Object.keys(members).sort());
});

test("a file keeps the sessions, except a line that a killed process did not finish", async (t) => {
  const file = path.join(folder, "sandbox.jsonl");
  const first = await started(t, { file });
  assert.equal((await call(first, "create", ORDER)).status, 200);
  await first.stop();
  assert.equal((await stat(file)).mode & 0o077, 0);
  await appendFile(file, '["{\\"table\\":\\"sess');
  for (const referenceId of ["order-2", "order-3"]) {
    const again = await started(t, { file });
    assert.equal((await call(again, "create", ORDER)).status, 409);
    assert.equal((await call(again, "create", { ...ORDER, referenceId })).status, 200);
    await again.stop();
  }
  for (const line of ['["{}"]', "no JSON"]) {
    await appendFile(file, `${line}\n`);
    await assert.rejects(startSandbox({ file }), ({ code }) => code === "misconfigured", line);
  }
});

test("a test moves the clock, and require starts the same sandbox", async (t) => {
  const common = createRequire(import.meta.url)("../../pkg/sandbox.cjs");
  let now = Date.now();
  const sandbox = await started(t, { now: () => now, publicOrigin: "http://bank.test/" }, common.startSandbox);
  const { body } = await call(sandbox, "create", ORDER);
  assert.ok(body.redirectUrl.startsWith("http://bank.test/init?id="));
  assert.equal((await call(sandbox, "details", { id: body.id })).body.status, "open");
  now += 3_600_000;
  assert.equal((await call(sandbox, "details", { id: body.id })).body.status, "expired");
});
