// Tests of `startSandbox`: its options, its file, its clock, its functions, its end and its start after a trap. The rules have their own suite in `www/sandbox/tests`.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
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
    ["options are no object", "secret-of-mine"],
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
    ["", { deviations: { reverse: true } }],
    ["", { deviations: { dates: "yes" } }],
    ["now", { now: 5 }],
    ["unknown option prot; expected one of port", { prot: 8081 }],
  ];
  for (const [option, options] of wrong) {
    const started = startSandbox(options);
    await assert.rejects(started, ({ code, message }) => code === "misconfigured" && message.startsWith(`startSandbox: ${option}`) && !message.includes("secret-of-mine"), JSON.stringify(options));
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

/** Starts a merchant that answers each callback with a status. Returns its URL and the callbacks. */
async function merchant(t, status) {
  const received = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ signature: request.headers["x-ivy-signature"], body: Buffer.concat(chunks) });
    response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}/callback`, received };
}

test("a test scripts a sandbox by its object", async (t) => {
  const { url, received } = await merchant(t, 200);
  const sandbox = await started(t, { now: () => 1_800_000_000_000 });
  await sandbox.script([{ operation: "create", status: 503 }]);
  const order = { ...ORDER, resultCallbackUrl: url, successCallbackUrl: "http://shop.test/return?ivy=abc" };
  assert.equal((await call(sandbox, "create", order)).status, 503);
  const { body } = await call(sandbox, "create", order);
  await sandbox.deviate({ holdCallbacks: true });
  assert.deepEqual(await sandbox.logIn(body.id, { username: "ben" }), { status: "complete", url: "http://shop.test/return?ivy=abc" });
  assert.equal(received.length, 0);
  assert.deepEqual(await sandbox.deliver(body.id), [200]);
  const [{ signature, body: posted }] = received;
  assert.equal(signature, createHmac("sha256", sandbox.signingSecret).update(posted).digest("hex"));
  assert.equal(await sandbox.advance(3_600_000), 1_800_003_600_000);
  const second = await call(sandbox, "create", { ...ORDER, referenceId: "order-2" });
  assert.equal(await sandbox.expire(second.body.id), "expired");
  assert.equal(await sandbox.complete(body.id), "complete");
  const calls = await sandbox.calls();
  assert.deepEqual(calls.map(({ operation, status }) => [operation, status]), [["create", 503], ["create", 200], ["create", 200]]);
  assert.deepEqual(calls[0].body, order);
  assert.equal(calls[2].at, 1_800_003_600_000);
});

test("a wrong argument of the object's functions is named, and its value is not", async (t) => {
  const sandbox = await started(t);
  const wrong = [
    ["script", () => sandbox.script([{ operation: "secret-of-mine" }])],
    ["advance", () => sandbox.advance(-1)],
    ["logIn", () => sandbox.logIn("secret-of-mine")],
    ["deliver", () => sandbox.deliver("secret-of-mine")],
    ["expire", () => sandbox.expire(undefined)],
    ["complete", () => sandbox.complete("secret-of-mine")],
    ["deviate", () => sandbox.deviate({ reverse: true })],
  ];
  for (const [name, run] of wrong) {
    await assert.rejects(run, ({ code, message }) => code === "misconfigured" && message.startsWith(`${name}: `) && !message.includes("secret-of-mine"), name);
  }
});

test("a callback that nobody answers has no status", async (t) => {
  const { url } = await merchant(t, 500);
  const sandbox = await started(t, { callbackRetriesMs: [60_000], deviations: { holdCallbacks: true } });
  const { body } = await call(sandbox, "create", { ...ORDER, resultCallbackUrl: url });
  const unreachable = await call(sandbox, "create", { ...ORDER, referenceId: "order-2", resultCallbackUrl: "http://127.0.0.1:9/" });
  await sandbox.logIn(body.id);
  await sandbox.logIn(unreachable.body.id);
  assert.deepEqual(await sandbox.deliver(body.id), [500]);
  assert.deepEqual(await sandbox.deliver(unreachable.body.id), [undefined]);
});

test("after a trap a new core answers, and answer and log say what became of the sessions", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  for (const file of [undefined, path.join(folder, "trap.jsonl")]) {
    let traps = false;
    const now = () => {
      if (traps) throw new Error("a trap");
      return Date.now();
    };
    const sandbox = await started(t, { now, file });
    const other = await started(t);
    const { body } = await call(sandbox, "create", ORDER);
    traps = true;
    const stopped = await call(sandbox, "details", { id: body.id });
    assert.deepEqual([stopped.status, stopped.body.code], [500, "INTERNAL_SERVER_ERROR"]);
    assert.match(lines.at(-1), /the core stopped: Error: a trap.*the next request tries again/);
    traps = false;
    const restarted = await call(sandbox, "details", { id: body.id });
    const [sentence, log, status] = file ? [/its sessions were kept/, /has the sessions of the file/, 200] : [/its sessions are lost/, /has no sessions/, 404];
    assert.equal(restarted.status, 500);
    assert.match(restarted.body.message, sentence);
    assert.match(lines.at(-1), log);
    assert.equal((await call(sandbox, "details", { id: body.id })).status, status);
    assert.equal((await call(sandbox, "create", { ...ORDER, referenceId: "order-2" })).status, 200);
    // The cores of one process share the instance.
    assert.match((await call(other, "create", ORDER)).body.message, /its sessions are lost/);
    assert.equal((await call(other, "create", ORDER)).status, 200);
  }
});
