// The cases in which a fault can occur: the method, the operation, and the proxy's other responses.

import { http } from "./responses.mjs";

/** Responds with an empty list, as on a first visit. */
export const firstVisit = (exchange) => exchange.end(http(200, '{"dataSessions":[]}'));

export const CASES = [
  { method: "createDataSession", operation: "create" },
  { method: "listDataSessions", operation: "list" },
  { method: "getDataSession", operation: "details" },
  { method: "resumeBankLogin", operation: "result" },
  { method: "connectBank", operation: "list" },
  { method: "connectBank", operation: "create", others: { list: firstVisit } },
];

/**
 * Creates one plan for each case, with `fault` at its operation. `fault` can be an array of replies to consecutive requests.
 */
export const casesWith = (server, fault) => CASES.map((one) => ({ ...one, plan: server.plan({ ...one.others, [one.operation]: fault }) }));

/** The short results of all cases without a fault. */
export const SUCCESSES = ["open", 1, "s1", "connected", "recalled", "login"];

/** Returns the results of all cases in the form of `SUCCESSES`, with the error code of failed ones. */
export function shortResults(results) {
  const read = [(made) => made.status, (list) => list.sessions.length, (session) => session.id, ...Array(3).fill((outcome) => outcome.kind)];
  return results.map(({ value, error }, at) => error?.code ?? read[at](value));
}
