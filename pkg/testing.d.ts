/**
 * For your own tests: a client without WebAssembly and network, which answers what a test has scripted.
 *
 * @module ivy-data-session/testing
 */

import type { Client, DataSession, IvyError, IvyErrorCode, LoginOutcome, NotRecalledOutcome, RecalledOutcome } from "ivy-data-session";

/**
 * What a method of a client resolves with.
 *
 * @example
 * ```ts
 * import type { OutcomeOf } from "ivy-data-session/testing";
 *
 * const opened: OutcomeOf<"resumeBankLogin"> = null;
 * console.log(opened); // null
 * ```
 */
export type OutcomeOf<Method extends keyof Client> = Awaited<ReturnType<Client[Method]>>;

/**
 * What becomes of a call: its outcome, the error that it ends with, or a function that decides by the arguments.
 *
 * @example
 * ```ts
 * import { createFakeClient, sampleSession, type Step } from "ivy-data-session/testing";
 *
 * const found: Step<"getDataSession"> = (id) => sampleSession({ id });
 * console.log((await createFakeClient({ getDataSession: found }).getDataSession("s7")).id); // s7
 * ```
 */
export type Step<Method extends keyof Client> =
  | OutcomeOf<Method>
  | Error
  | ((...args: Parameters<Client[Method]>) => OutcomeOf<Method> | Error | Promise<OutcomeOf<Method> | Error>);

/**
 * For each method that the test may reach: what becomes of every call, or a list of what becomes of each in turn.
 *
 * @example
 * ```ts
 * import { createFakeClient, fakeIvyError, sampleRecalled, type Script } from "ivy-data-session/testing";
 *
 * const offlineAtFirst: Script = { connectBank: [fakeIvyError("network"), sampleRecalled()] };
 * const ivy = createFakeClient(offlineAtFirst);
 * await ivy.connectBank({ permissions: ["identity"] }).catch((error) => console.log(error.code)); // network
 * ```
 */
export type Script = { [Method in keyof Client]?: Step<Method> | readonly Step<Method>[] };

/**
 * A call as it was made.
 *
 * @example
 * ```ts
 * import { createFakeClient, type FakeCall } from "ivy-data-session/testing";
 *
 * const tell = ({ method, args }: FakeCall) => `${method} with ${args.length}`;
 * const ivy = createFakeClient({ resumeBankLogin: null });
 * await ivy.resumeBankLogin();
 * console.log(ivy.calls.map(tell).join()); // resumeBankLogin with 0
 * ```
 */
export type FakeCall = { [Method in keyof Client]: { method: Method; args: Parameters<Client[Method]> } }[keyof Client];

/**
 * A client that answers what was scripted.
 *
 * @example
 * ```ts
 * import { createFakeClient, type FakeClient } from "ivy-data-session/testing";
 *
 * const ivy: FakeClient = createFakeClient({ resumeBankLogin: [null] });
 * try {
 *   ivy.verify();
 * } catch (error) {
 *   if (error instanceof Error) console.log(error.message); // resumeBankLogin was called never, and outcomes are scripted for 1
 * }
 * ```
 */
export type FakeClient = Client & {
  /** All calls so far, in order, with copies of their arguments. */
  readonly calls: readonly FakeCall[];
  /**
   * Throws when a call was not scripted (also where the page swallowed the error of it), or when a list of outcomes was
   * not used up. For the end of a test.
   */
  verify(): void;
};

/**
 * Makes a client that answers what is scripted. Each method behaves as the real one does as far as a page can see: it
 * resolves later, gives new objects each time, and ends with `aborted` when its signal says so. A call that is not
 * scripted is rejected with a sentence that names the method. Nothing follows from anything else: `resumeBankLogin`
 * gives what its own script says, whatever was opened before. Requests are not checked: script
 * `fakeIvyError("validation_failed")` for a bad one.
 *
 * @throws `TypeError` for a script with a method that no client has
 * @example
 * ```ts
 * import { createFakeClient, fakeIvyError, sampleLogin, sampleRecalled } from "ivy-data-session/testing";
 *
 * const ivy = createFakeClient({
 *   connectBank: [sampleLogin(), fakeIvyError("rate_limited"), sampleRecalled()],
 *   openBankLogin: { kind: "navigating" },
 *   getDataSession: (id) => ({ id, status: "open" }),
 * });
 *
 * console.log((await ivy.connectBank({ permissions: ["identity"] })).kind); // login
 * await ivy.connectBank({ permissions: ["identity"] }).catch((error) => console.log(error.code)); // rate_limited
 * console.log((await ivy.connectBank({ permissions: ["identity"] })).kind); // recalled
 * console.log((await ivy.getDataSession("s7")).id, ivy.calls.length); // s7 4
 * await ivy.listDataSessions().catch((error) => console.log(error.message.split(",")[0])); // listDataSessions was called
 * ```
 */
export function createFakeClient(script?: Script): FakeClient;

/**
 * Makes an error that the real package's `isIvyError` knows. `retryable` is what the real error with this code has.
 *
 * @throws `TypeError` for a code that the real package does not have
 * @example
 * ```ts
 * import { isIvyError } from "ivy-data-session";
 * import { fakeIvyError } from "ivy-data-session/testing";
 *
 * const error = fakeIvyError("proxy_unavailable", { status: 503, requestId: "r1" });
 * console.log(isIvyError(error), error.retryable, error.requestId); // true true r1
 * ```
 */
export function fakeIvyError(
  code: IvyErrorCode,
  facts?: Partial<Pick<IvyError, "message" | "retryable" | "status" | "requestId" | "issues" | "cause">>,
): IvyError;

/**
 * A completed session of a person made for tests, with one account whose IBAN is valid.
 *
 * @param changes fields to have instead, at the top of the session
 * @example
 * ```ts
 * import { sampleSession } from "ivy-data-session/testing";
 *
 * const session = sampleSession({ id: "s7" });
 * console.log(session.id, session.data?.accounts?.[0]?.identifier?.iban?.iban); // s7 DE89370400440532013000
 * ```
 */
export function sampleSession(changes?: Partial<DataSession>): DataSession;

/**
 * The outcome of `connectBank` for a shopper who needs no bank login. The first session is the one to offer, unless
 * `changes` says otherwise.
 *
 * @example
 * ```ts
 * import { sampleRecalled, sampleSession } from "ivy-data-session/testing";
 *
 * const several = sampleRecalled({ sessions: [sampleSession(), sampleSession({ id: "s2" })], session: null });
 * console.log(several.kind, several.sessions.length); // recalled 2
 * ```
 */
export function sampleRecalled(changes?: Partial<Omit<RecalledOutcome, "kind">>): RecalledOutcome;

/**
 * The outcome of `connectBank` for a shopper who has to log in. Its `redirectUrl` leads nowhere.
 *
 * @example
 * ```ts
 * import { sampleLogin } from "ivy-data-session/testing";
 *
 * console.log(sampleLogin({ reason: "too_old" }).reason); // too_old
 * ```
 */
export function sampleLogin(changes?: Partial<Omit<LoginOutcome, "kind">>): LoginOutcome;

/**
 * The outcome of `recallBank` for a shopper who is not known.
 *
 * @example
 * ```ts
 * import { createFakeClient, sampleNotRecalled } from "ivy-data-session/testing";
 *
 * const ivy = createFakeClient({ recallBank: sampleNotRecalled({ reason: "guest" }) });
 * console.log((await ivy.recallBank({ permissions: ["identity"] })).kind); // not_recalled
 * ```
 */
export function sampleNotRecalled(changes?: Partial<Omit<NotRecalledOutcome, "kind">>): NotRecalledOutcome;
