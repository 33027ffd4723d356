// Tests of the rows of `src/client/errors.md` without a status, and of replacements of `fetch`.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { http } from "./responses.mjs";
import { CASES, SUCCESSES, casesWith, shortResults } from "./cases.mjs";
import { MAX_BYTES } from "./fault-table.mjs";
import { openVisit, withoutTimeouts } from "./visit.mjs";

let visit;
before(async () => (visit = await openVisit()));
after(() => visit.close());

const [table] = (await readFile(new URL("../../src/client/errors.md", import.meta.url), "utf8")).split("\n## ");
const cells = [...table.matchAll(/^\|(.*)\|$/gm)].slice(2).map(([, row]) => row.split("|").map((cell) => cell.trim()));
const rows = cells.filter(([, status]) => !status).map(([what, , , , code, retryable]) => ({ what, error: { code: code.slice(1, -1), retryable: retryable === "yes" } }));

const silent = () => {};
const lost = (exchange) => exchange.socket.resetAndDestroy();
const large = (exchange) => exchange.end(http(200, "x".repeat(MAX_BYTES + 1)));
const right = undefined;

/** The cause of each row: the proxy's behaviour, and the options of the call. */
const CAUSES = {
  "no connection, reset, refused by CORS": { fault: lost },
  "the deadline": { fault: silent, overdue: true },
  "the caller's signal, whatever its reason": { fault: silent, abort: "before", reason: "text" },
  "more bytes than `maxResponseBytes`": { fault: large },
  "`fetch` was replaced and gives no `Response`": { fetch: "a promise of a mock" },
};

const replaceFetch = (name) => visit.page.evaluate((name) => globalThis.faults.replaceFetch(name), name);

/** Runs each case with this cause, and then again without it: the same instance still works. */
async function strike({ fault = right, fetch, ...cause }, error) {
  const cases = casesWith(visit.server, fault ?? []).map((one) => ({ ...one, ...cause }));
  if (!fault) for (const { plan, others } of cases) plan.change(others);
  await visit.returnFromBank();
  await replaceFetch(fetch);
  const results = await visit.calls(...cases).finally(() => replaceFetch());
  if (!error) return assert.deepEqual(shortResults(results), SUCCESSES);
  for (const [at, { error: found, value }] of results.entries()) {
    assert.deepEqual(value?.problem?.error ?? found, error, `${CASES[at].method}, ${CASES[at].operation}`);
  }
  for (const { plan, others } of cases) plan.change(others);
  assert.deepEqual(shortResults(await visit.calls(...withoutTimeouts(cases).map((one) => ({ ...one, abort: undefined })))), SUCCESSES);
}

test("every row without a status has a cause here", () => assert.deepEqual(rows.map(({ what }) => what), Object.keys(CAUSES)));

for (const { what, error } of rows) {
  test(`${what}: ${error.code}`, async () => {
    await visit.retryIfLate(() => strike(CAUSES[what], error));
    await visit.expectWorking();
  });
}

const unsupported = { code: "unsupported", retryable: false };
const network = { code: "network", retryable: true };
const REPLACED = {
  "a promise of nothing": [unsupported],
  "nothing": [unsupported],
  "a text that is thrown": [network],
  "a text that is rejected": [network],
  "nothing that is rejected": [network],
  "an error that says unsupported": [network],
  "an error of another realm": [network],
  "a promise that never settles": [{ code: "timeout", retryable: true }, { overdue: true }],
  "the fetch of another realm": [],
};
for (const [name, [error, cause]] of Object.entries(REPLACED)) {
  test(`the page's fetch gives ${name}: ${error?.code ?? "all is well"}`, async () => {
    await visit.retryIfLate(() => strike({ ...cause, fetch: name }, error));
    await visit.expectWorking();
  });
}

test("nothing of it is uncaught or personal", () => visit.expectNoPersonalData());
