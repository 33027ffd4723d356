// Where a fault can strike: the method, the operation, and what else the proxy says.

import { http } from "./answers.mjs";

/** A list with nothing in it: a first visit. */
export const firstVisit = (exchange) => exchange.end(http(200, '{"dataSessions":[]}'));

export const CASES = [
  { method: "createDataSession", operation: "create" },
  { method: "listDataSessions", operation: "list" },
  { method: "getDataSession", operation: "details" },
  { method: "resumeBankLogin", operation: "result" },
  { method: "connectBank", operation: "list" },
  { method: "connectBank", operation: "create", others: { list: firstVisit } },
];

/** One plan for each case, with `fault` (or a list of what happens in turn) where it strikes. */
export const struck = (server, fault) => CASES.map((one) => ({ ...one, plan: server.plan({ ...one.others, [one.operation]: fault }) }));

/** What comes of each case when all is well, in short. */
export const WELL = ["open", 1, "s1", "connected", "recalled", "login"];

/** The results of all cases, as `WELL` has them; the code where one failed. */
export function inShort(results) {
  const read = [(made) => made.status, (list) => list.sessions.length, (session) => session.id, ...Array(3).fill((outcome) => outcome.kind)];
  return results.map(({ value, error }, at) => error?.code ?? read[at](value));
}
