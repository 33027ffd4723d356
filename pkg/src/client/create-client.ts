// The client of a merchant proxy.

import { begin, checkAborted, type CallOptions } from "../calls/call.ts";
import { PATHS } from "../calls/contract.ts";
import { listQuery, pageRequest } from "../calls/normal-form.ts";
import type { ConnectOutcome, LoginOutcome, NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import type { Ahead } from "../calls/operation.ts";
import { checkOptions, type ClientOptions, type Settings } from "../calls/settings.ts";
import { maskIban } from "../check/check.ts";
import { encode } from "../check/encode.ts";
import type { DataSessionList } from "../decode/decode.ts";
import { takeEarlyList } from "../early/slot.ts";
import { bounded, checkBuiltIns, toIvyError } from "../errors/boundary.ts";
import { named } from "../errors/config-error.ts";
import { openBankLogin, type Openable, type OpenOptions } from "../login/open.ts";
import { resumeBankLogin } from "../login/resume.ts";
import type { DataSession } from "../model/session.ts";
import { attempt } from "../shared/values.ts";
import type { Client } from "./client.ts";
import { connectOptions, type Criteria } from "./connect-options.ts";
import { createLogin, recall } from "./connect.ts";
import { idempotencyKeys } from "./idempotency.ts";
import { takeInitial } from "./initial.ts";
import { LINK, linkOf } from "./link.ts";
import { withListAhead } from "./list-ahead.ts";
import { create, details, forget, list } from "./sessions.ts";

/** The key of a client's IBAN mask, for `<ivy-bank-connect>`, whose file has no library. */
const MASK: unique symbol = Symbol.for("ivy-data-session.maskIban");

/**
 * Makes a client. Nothing is loaded or sent, and it is safe while a page is made on a server.
 *
 * @throws {@link IvyError} `validation_failed` for an option that is wrong; `unsupported` for an API key among the
 *   options, for same-origin credentials with a proxy of another origin, and for `"local"` on another machine's page
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 *
 * const ivy = createClient({ proxyUrl: "/api/ivy", timeoutMs: 8_000, onEvent: (event) => console.log(event.type) });
 * console.log(Object.keys(ivy).length); // 9
 * ```
 */
export function createClient(options: ClientOptions): Client {
  return bounded("createClient", () => {
    checkBuiltIns();
    return clientOf(checkOptions(options));
  });
}

/**
 * Wraps a method: errors about its input have its name, and a page that replaced built-ins after the client was made gets an
 * error of this package.
 */
function safe<Values extends [unknown?, unknown?], Result>(name: string, method: (...values: Values) => Promise<Result>): (...values: Values) => Promise<Result> {
  return async (...values) => {
    try {
      checkBuiltIns();
      return await method(...values);
    } catch (error) {
      throw toIvyError(named(name, error));
    }
  };
}

function clientOf(settings: Settings): Client {
  const keys = idempotencyKeys();
  /** The encoded request of each login, to create an expired one again. */
  const requests = new WeakMap<object, string>();

  async function createDataSession(input: unknown, { signal }: CallOptions = {}): Promise<DataSession> {
    const encoded = encode(input);
    return keys.with(encoded, async (key) => {
      const call = await begin(settings, signal);
      return create(call, await pageRequest(call, encoded), key);
    });
  }

  async function listDataSessions(query?: unknown, { signal }: CallOptions = {}): Promise<DataSessionList> {
    const encoded = query === undefined ? "" : encode(query);
    const call = await begin(settings, signal);
    return list(call, encoded ? await listQuery(call, encoded) : "{}");
  }

  async function getDataSession(id: unknown, { signal }: CallOptions = {}): Promise<DataSession> {
    return details(await begin(settings, signal), id);
  }

  async function forgetBank(id?: unknown, { signal }: CallOptions = {}): Promise<{ forgotten: number }> {
    return forget(await begin(settings, signal), id);
  }

  async function recallBank(input: unknown, options?: unknown): Promise<RecalledOutcome | NotRecalledOutcome> {
    const encoded = encode(input);
    const { signal, list: given, initial, initialMaxAgeMs, ...criteria } = connectOptions(options, settings.extraPermissions);
    checkAborted(signal);
    const known = criteria.fresh ? undefined : takeInitial(settings, initial, initialMaxAgeMs);
    if (known) return known;
    return withListAhead(settings, encoded, { list: given, fresh: criteria.fresh, signal }, async (ahead) => {
      const call = await begin(settings, signal);
      return recall(call, await pageRequest(call, encoded), criteria, ahead);
    });
  }

  async function connectBank(input: unknown, options?: unknown): Promise<ConnectOutcome> {
    const encoded = encode(input);
    const { signal, list: given, initial, initialMaxAgeMs, ...criteria } = connectOptions(options, settings.extraPermissions);
    checkAborted(signal);
    const known = criteria.fresh ? undefined : takeInitial(settings, initial, initialMaxAgeMs);
    if (known?.kind === "recalled") return known;
    if (known) return connect(encoded, criteria, signal, undefined, known);
    return withListAhead(settings, encoded, { list: given, fresh: criteria.fresh, signal }, (ahead) => connect(encoded, criteria, signal, ahead));
  }

  function connect(encoded: string, criteria: Criteria, signal: AbortSignal | undefined, ahead?: Ahead, known?: NotRecalledOutcome): Promise<ConnectOutcome> {
    return keys.with(encoded, async (key) => {
      const call = await begin(settings, signal);
      const request = await pageRequest(call, encoded);
      const past = known ?? (await recall(call, request, criteria, ahead));
      if (past.kind === "recalled") return past;
      const { kind, ...why } = past;
      const login = { ...(await createLogin(call, request, key)), ...why };
      requests.set(login, encoded);
      return login;
    });
  }

  function customerChanged(): void {
    // The early script's list is for the customer before.
    takeEarlyList(settings.proxyUrl + PATHS.list, settings.credentials);
    settings.customer.change();
  }

  function renew(outcome: LoginOutcome, signal: AbortSignal | undefined): Promise<LoginOutcome> | undefined {
    const encoded = requests.get(outcome);
    // With `fresh` nothing is recalled, so the outcome is a login.
    return encoded ? (connect(encoded, { fresh: true }, signal) as Promise<LoginOutcome>) : undefined;
  }

  const client = {
    createDataSession: safe("createDataSession", createDataSession),
    listDataSessions: safe("listDataSessions", listDataSessions),
    getDataSession: safe("getDataSession", getDataSession),
    forgetBank: safe("forgetBank", forgetBank),
    recallBank: safe("recallBank", recallBank),
    connectBank: safe("connectBank", connectBank),
    openBankLogin: (outcome: Openable, options?: OpenOptions) => openBankLogin(settings, renew, outcome, options),
    resumeBankLogin: safe("resumeBankLogin", async (options?: CallOptions) => resumeBankLogin(settings, options?.signal)),
    customerChanged,
    [MASK]: maskIban,
    [LINK]: linkOf(settings),
  };
  // The overloads of `openBankLogin` pair each mode with its result.
  attempt(() => Object.freeze(client));
  return client as Client;
}
