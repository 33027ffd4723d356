// Documented uses that must compile, without type assertions.

import {
  buildDataSessionRequest,
  buildListQuery,
  checkDataSessionRequest,
  checkListQuery,
  createClient,
  decodeDataSession,
  decodeDataSessionList,
  init,
  isIvyError,
  listQueryFor,
  maskIban,
  scanDataSessionList,
} from "ivy-data-session";
import type { IvyErrorCode, IvyEvent, LoginResult, NotRecalledOutcome, RecalledOutcome } from "ivy-data-session";
import { debugLogger } from "ivy-data-session/debug";

export async function check(body: Uint8Array): Promise<string> {
  await init();
  const request = buildDataSessionRequest({ referenceId: "order-1", permissions: ["identity"], market: "DE" });
  const referenceId: string = request.referenceId;
  const checked = checkDataSessionRequest({});
  if (!checked.ok) {
    const [issue] = checked.issues;
    const place: readonly (string | number)[] = issue?.path ?? [];
    return `${issue?.code}: ${issue?.message} at ${place.join(".")}`;
  }
  const market: string | undefined = checked.value.market;
  const query = buildListQuery(listQueryFor({ email: "ada@example.com" }));
  checkListQuery(query);

  const { session, warnings } = decodeDataSession(body);
  const { sessions, rejected } = decodeDataSessionList("{}");
  const lazy = scanDataSessionList(body.slice().buffer as ArrayBuffer);
  const names = [session, ...sessions, ...lazy].map((each) => each.data?.identity?.name ?? each.id);
  const count: number = lazy.length + rejected.length + warnings.length;
  const iban: string | undefined = lazy.at(0)?.data?.accounts?.[0]?.identifier?.iban?.iban;

  return `${referenceId} ${market} ${names.join()} ${count} ${iban && maskIban(iban)}`;
}

const onEvent = debugLogger({ log: (line: string) => console.log(line) });
const ivy = createClient({ proxyUrl: "/api/ivy", environment: "sandbox", retries: 0, headers: { "x-shop": "1" }, onEvent });

export async function connect(signal: AbortSignal): Promise<string> {
  const request = { permissions: ["identity"], market: "DE" };
  const outcome = await ivy.connectBank(request, { maxAgeDays: 90, require: ["identity"], signal });
  switch (outcome.kind) {
    case "recalled": {
      const offered: string | undefined = outcome.session?.id;
      const age: number | null = outcome.ageDays;
      return `${offered} ${age} ${outcome.identityDiffers} ${outcome.sessions.length}`;
    }
    case "login": {
      const { kind } = await ivy.openBankLogin(outcome);
      const why: string = outcome.reason;
      return `${kind} ${why} ${outcome.redirectUrl} ${outcome.problem?.code ?? ""}`;
    }
  }
}

export async function comeBack(): Promise<string> {
  const result = await ivy.resumeBankLogin();
  if (result === null) return "nothing is pending";
  switch (result.kind) {
    case "connected":
      return result.session.id;
    case "pending":
      return result.referenceId;
    case "not_connected":
      return result.reason;
  }
}

export async function inWindow(signal: AbortSignal): Promise<LoginResult> {
  const known: RecalledOutcome | NotRecalledOutcome = await ivy.recallBank({ permissions: ["accounts"] }, { maxAgeDays: 30 });
  if (known.kind === "not_recalled") console.log(known.reason, known.problem?.code);
  const login = ivy.connectBank({ permissions: ["identity"] }, { fresh: true });
  return ivy.openBankLogin(login, { mode: "popup", signal });
}

export async function forget(id: string): Promise<number> {
  const one = await ivy.forgetBank(id);
  const { forgotten } = await ivy.forgetBank();
  return one.forgotten + forgotten;
}

export function told(event: IvyEvent): string {
  switch (event.type) {
    case "loaded":
      return `${event.durationMs}`;
    case "listed":
      return `${event.sessions} ${event.status} ${event.requestId ?? ""}`;
    case "recalled":
      return `${event.ageDays}`;
    case "initial_ignored":
      return event.reason;
    case "customer_changed":
      return event.type;
    case "created":
      return `${event.attempts}`;
    case "opened":
      return event.mode;
    case "returned":
      return event.result;
    case "retried":
      return `${event.operation} ${event.delayMs}`;
    case "failed":
      return event.code satisfies IvyErrorCode;
  }
}

export function sayWhy(error: unknown): string {
  if (!isIvyError(error)) return "not ours";
  if (error.code === "validation_failed") return String(error.issues?.length);
  return error.retryable ? "try again" : `${error.name} ${error.code} ${error.requestId ?? ""}`;
}
