// Tests the documented table of errors, row by row, for every operation.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, before, test } from "node:test";
import * as ivy from "../../pkg/inline.js";
import { Simulation, closePage, json, lost, openPage, silent } from "./simulation.mjs";
import { root } from "./packed.mjs";

before(() => ivy.init());
afterEach(closePage);

const table = await readFile(path.join(root, "src/client/errors.md"), "utf8");
const rows = table
  .split("\n## ")[0]
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what"))
  .map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));

/** Returns one call for each operation. */
const calls = {
  create: (client) => client.createDataSession({ permissions: ["identity"] }),
  list: (client) => client.listDataSessions(),
  details: (client) => client.getDataSession("s1"),
  forget: (client) => client.forgetBank("s1"),
  result: (client) => {
    openPage(`https://shop.example/return?ivy=${"n".repeat(43)}`);
    return client.resumeBankLogin();
  },
};

const bodies = {
  none: ["", {}],
  page: ["<!doctype html>", { "content-type": "text/html; charset=utf-8" }],
  broken: ['{"dataSessions":', { "content-type": "application/json" }],
  ours: ['{"code":"not_found","requestId":"req-7"}', { "content-type": "application/json" }],
};

/** The behaviour of `fetch` for the rows without a response. */
const causes = {
  "no connection, reset, refused by CORS": lost,
  "the deadline": silent,
  "more bytes than `maxResponseBytes`": () => json(200, `{"a":"${"x".repeat(200)}"}`),
  "`fetch` was replaced and gives no `Response`": async () => ({ ok: true }),
};

function replyOf(what, status, body) {
  if (!status) return causes[what];
  const [text, headers] = bodies[body];
  if (status === "0") return async () => Response.error();
  return async () => new Response(body === "none" && status !== "200" ? null : text, { status: Number(status), headers });
}

test("the table was found", () => assert.ok(rows.length >= 30));

test("every code of the proxy is one of the package", async () => {
  const [types, codes] = await Promise.all(["pkg/index.d.ts", "src/model/error_code.rs"].map((file) => readFile(path.join(root, file), "utf8")));
  const ofPackage = types.match(/type IvyErrorCode =([^;]*);/)[1].match(/\w+/g);
  const ofProxy = [...codes.matchAll(/^ +\w+ = "(\w+)",$/gm)].map(([, code]) => code);
  assert.ok(ofProxy.length >= 12);
  assert.deepEqual(ofProxy, ofPackage);
});

for (const [what, status, body, asked, code, retryable] of rows) {
  test(`${what}, ${status} ${body}, asked for ${asked}: ${code}`, async () => {
    for (const operation of asked === "any" ? Object.keys(calls) : [asked]) {
      const aborted = what.includes("signal");
      const again = retryable === "yes" && what !== "the deadline";
      // Script one reply, or two if the error is retryable. A further request fails the test.
      const simulation = new Simulation(Array(aborted ? 1 : again ? 2 : 1).fill(aborted ? silent : replyOf(what, status, body)));
      const client = simulation.client({ retries: 1, maxResponseBytes: 100 });
      const controller = new AbortController();
      const { value, error } = await simulation.run(() => {
        if (aborted) setTimeout(() => controller.abort("left"), 50);
        return calls[operation](withSignal(client, controller.signal));
      });
      if (operation === "result" && code === "`not_found`") {
        // resumeBankLogin reports an unknown login as a result and not as an error.
        assert.deepEqual(value, { kind: "not_connected", referenceId: "", reason: "unknown" });
        continue;
      }
      assert.ok(ivy.isIvyError(error), `${operation}: ${error?.stack}`);
      assert.deepEqual([`\`${error.code}\``, error.retryable], [code, retryable === "yes"], operation);
      assert.equal(error.status, Number(status) || undefined, operation);
      assert.equal(simulation.replies.length, 0, operation);
      const failed = simulation.events.filter(({ type }) => type === "failed");
      assert.deepEqual(failed.map(({ operation, code }) => [operation, code]), [[operation, error.code]]);
    }
  });
}

/** Wraps a client so that it passes a signal to every call. */
function withSignal(client, signal) {
  return {
    createDataSession: (input) => client.createDataSession(input, { signal }),
    listDataSessions: () => client.listDataSessions(undefined, { signal }),
    getDataSession: (id) => client.getDataSession(id, { signal }),
    forgetBank: (id) => client.forgetBank(id, { signal }),
    resumeBankLogin: () => client.resumeBankLogin({ signal }),
  };
}

const MARKER = "ada@example.com";
const said = async (status, body) => {
  const simulation = new Simulation([async () => json(status, body)]);
  const { error } = await simulation.run(() => calls.create(simulation.client({ retries: 0 })));
  return { error, simulation };
};

test("an error holds nothing that the other side wrote", async () => {
  for (const body of [
    { code: MARKER, devMessage: MARKER },
    { message: MARKER, devMessage: MARKER, statusCode: 400, data: { field: "email", value: MARKER }, code: "VALIDATION" },
    { message: MARKER, category: "invalid_request_error", code: MARKER, param: MARKER },
    { code: "proxy_rejected", requestId: MARKER },
    { code: "validation_failed", issues: [{ path: [MARKER], code: "type", message: MARKER }], requestId: "r_1-A" },
    { code: "validation_failed", issues: [{ path: ["permissions", 0], code: "type", message: MARKER }, { path: [], code: MARKER }, 7, null] },
    { code: { [MARKER]: MARKER }, issues: { [MARKER]: 1 } },
    { code: [MARKER], statusCode: MARKER, requestId: { toString: MARKER } },
    [MARKER],
    `"${MARKER}"`,
    "null",
  ]) {
    const { error, simulation } = await said(422, body);
    const text = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause)} ${JSON.stringify(simulation.events)}`;
    assert.equal(error.code, "validation_failed");
    assert.ok(!text.includes(MARKER), text);
  }
});

test("the cause is Ivy's code and number, in all three ages of its errors", async () => {
  const ages = [
    [{ code: "VALIDATION", devMessage: "…" }, { code: "VALIDATION" }],
    [{ message: "…", statusCode: 409, code: "CONFLICT" }, { code: "CONFLICT", number: 409 }],
    [{ message: "…", category: "idempotency_error" }, { code: "idempotency_error" }],
    [{ code: "conflict", requestId: "r1" }, { code: "conflict" }],
    [{ statusCode: 70_000 }, undefined],
    [{}, undefined],
  ];
  for (const [body, cause] of ages) assert.deepEqual((await said(409, body)).error.cause, cause);
});

test("issues of the proxy keep their places and codes", async () => {
  const issues = [
    { path: ["externalUser", "email"], code: "invalid_email", message: "…" },
    { path: ["permissions", 1], code: "duplicate", message: "…" },
  ];
  const { error } = await said(422, { code: "validation_failed", requestId: "r1", issues });
  assert.deepEqual([error.requestId, error.status], ["r1", 422]);
  assert.deepEqual(error.issues, issues.map((issue) => ({ ...issue, message: "the proxy refuses this" })));
});
