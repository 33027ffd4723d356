// Uses of the fake client that must compile. It is a client, and its script has the client's own types.

import { createClient, isIvyError, type Client } from "ivy-data-session";
import { createFakeClient, fakeIvyError, sampleLogin, sampleRecalled, sampleSession } from "ivy-data-session/testing";
import type { FakeCall, FakeClient, OutcomeOf, Script, Step } from "ivy-data-session/testing";

const step: Step<"getDataSession"> = (id, options) => {
  const signal: AbortSignal | undefined = options?.signal;
  return signal?.aborted ? fakeIvyError("aborted") : sampleSession({ id });
};
const script: Script = {
  connectBank: [sampleLogin({ reason: "guest" }), async (input) => sampleRecalled({ sessions: [], ageDays: input.permissions.length })],
  openBankLogin: { kind: "navigating" },
  resumeBankLogin: [null, { kind: "not_connected", referenceId: "order-1", reason: "expired" }],
  createDataSession: fakeIvyError("rate_limited", { status: 429, requestId: "r1" }),
  listDataSessions: new Error("a fault"),
  getDataSession: step,
};
const fake: FakeClient = createFakeClient(script);
export const clients: Client[] = [fake, createFakeClient(), createClient({ proxyUrl: "/api/ivy" })];

export async function use(): Promise<string> {
  const outcome: OutcomeOf<"connectBank"> = await fake.connectBank({ permissions: ["identity"] });
  fake.verify();
  const problem = outcome.kind === "login" && isIvyError(outcome.problem) ? outcome.problem.code : "";
  return `${fake.calls.map(told).join()} ${problem}`;
}

function told(call: FakeCall): string {
  if (call.method === "getDataSession") return call.args[0];
  return call.method === "connectBank" ? call.args[0].permissions.join() : call.method;
}
