// Tests every fault with every operation: the error of the call, and the success of the next ones.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { http } from "./responses.mjs";
import { SUCCESSES, casesWith, shortResults } from "./cases.mjs";
import { FAULTS } from "./fault-table.mjs";
import { openVisit, withoutTimeouts } from "./visit.mjs";

let visit;
before(async () => (visit = await openVisit()));
after(() => visit.close());

/** Returns the result of a call without the parts that other tests check. */
function told({ value, error }) {
  // The decoder's own tests check the issues of a response that is no session.
  if (error) return plain({ ...error, issues: error.code === "validation_failed" ? error.issues : undefined });
  const { kind, reason, problem } = value;
  return { kind, reason, problem: plain(problem.error) };
}

const plain = ({ code, retryable, status, cause, issues }) => JSON.parse(JSON.stringify({ code, retryable, status, cause, issues }));

/** Returns the expected result and request counts. A failed list costs the shopper a bank login, but not the checkout. */
function expected({ code, retryable, status, cause, issues, requests, late }, { method, operation }) {
  const error = plain({ code, retryable, status, cause, issues });
  const counts = { [operation]: requests };
  if (method !== "connectBank") return [error, counts];
  if (operation === "create") return [error, { list: 1, ...counts }];
  if (!retryable) return [error, counts];
  // The list used up all of the time.
  if (late) return [{ code: "timeout", retryable: true }, counts];
  return [{ kind: "login", reason: "list_unavailable", problem: error }, { ...counts, create: 1 }];
}

for (const row of FAULTS) {
  const strike = async () => {
    const cases = casesWith(visit.server, row.fault).map((one) => ({ ...one, overdue: row.late }));
    const plans = cases.map(({ plan }) => plan);
    await visit.returnFromBank();
    const results = await visit.calls(...cases);
    // On a busy machine the deadline may pass before all requests were sent.
    if (row.late && cases.some(({ plan, operation }) => plan.of(operation).length < row.requests)) visit.noteBusy("asked too late");
    if (row.succeeds) assert.deepEqual(shortResults(results), SUCCESSES);
    else {
      for (const [at, one] of cases.entries()) {
        assert.deepEqual([told(results[at]), one.plan.counts], expected(row, one), `${one.method}, ${one.operation}`);
      }
    }
    await visit.expectWorking(...plans);

    // The fault is over, and the shopper tries again.
    for (const { plan, others } of cases) plan.change(others);
    assert.deepEqual(shortResults(await visit.calls(...withoutTimeouts(cases))), SUCCESSES);
    if (row.lost) assert.deepEqual([plans[0].keys.size, plans[5].keys.size], [1, 1], "one data session for the shopper");
  };
  test(`${row.name}: ${row.code ?? "well"}`, () => visit.retryIfLate(strike));
}

test("404 in the proxy's words is about the session, not the path", async () => {
  const cases = casesWith(visit.server, (exchange) => exchange.end(http(404, '{"code":"not_found","requestId":"req_1"}')));
  await visit.returnFromBank();
  const results = shortResults(await visit.calls(...cases));
  assert.deepEqual(results, ["misconfigured", "misconfigured", "not_found", "not_connected", "misconfigured", "misconfigured"]);
  assert.deepEqual(cases.map(({ plan, operation }) => plan.of(operation).length), [1, 1, 1, 1, 1, 1]);
  await visit.expectWorking(...cases.map(({ plan }) => plan));
});

test("afterwards the console and the stores contain no personal data", () => visit.expectNoPersonalData());
