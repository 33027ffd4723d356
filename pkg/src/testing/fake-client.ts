// A client that returns the outcomes that a test has scripted.

import { createCustomer } from "../calls/customer.ts";
import type { Client } from "../client/client.ts";
import { LINK, linkOf } from "../client/link.ts";
import { invalid } from "../errors/config-error.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import { FORMATTING } from "../shared/formatting.ts";
import { closest } from "../shared/suggest.ts";
import { copy } from "./copy.ts";
import { fakeIvyError } from "./fake-error.ts";
import type { ScriptValue } from "./script-value.ts";

/**
 * The value that a method of a client resolves with.
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
 * A scripted result of a call: its outcome, its error, or a function that returns either for the arguments.
 *
 * @example
 * ```ts
 * import { createFakeClient, sampleSession, type Step } from "ivy-data-session/testing";
 *
 * const found: Step<"getDataSession"> = (id) => sampleSession({ id });
 * console.log((await createFakeClient({ getDataSession: found }).getDataSession("s7")).id); // s7
 * ```
 */
export type Step<Method extends Exclude<keyof Client, "customerChanged">> =
  | ScriptValue<OutcomeOf<Method>>
  | Error
  | ((...args: Parameters<Client[Method]>) => ScriptValue<OutcomeOf<Method>> | Error | Promise<ScriptValue<OutcomeOf<Method>> | Error>);

/**
 * The result of every call, for each method that the test may reach, or a list of results for the calls in turn.
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
export type Script = { [Method in Exclude<keyof Client, "customerChanged">]?: Step<Method> | readonly Step<Method>[] | undefined };

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

/** The scripted methods of a client, each with the position of its options among the arguments. */
const OPTIONS_AT: Record<keyof Script, number> = {
  connectBank: 1,
  recallBank: 1,
  openBankLogin: 1,
  resumeBankLogin: 0,
  createDataSession: 1,
  listDataSessions: 1,
  getDataSession: 1,
  forgetBank: 1,
};

/** The key under which a client exposes its IBAN mask to `<ivy-bank-connect>`. */
const MASK: unique symbol = Symbol.for("ivy-data-session.maskIban");

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
export function createFakeClient(script: Script = {}): FakeClient {
  for (const name of Object.keys(script)) {
    if (!Object.hasOwn(OPTIONS_AT, name)) {
      const names = Object.keys(OPTIONS_AT);
      const meant = closest(name, names);
      throw new TypeError(`createFakeClient: a client has no method ${name}; it has ${names.join(", ")}${meant ? `; did you mean ${meant}` : ""}`);
    }
  }
  const steps: Partial<Record<string, unknown>> = copy(script);
  const calls: { method: string; args: unknown[] }[] = [];
  const unscripted: string[] = [];
  const counts = new Map<string, number>();
  const customer = createCustomer({});

  /** Runs the scripted step of a call. */
  async function respond(name: string, args: unknown[]): Promise<unknown> {
    const step = next(name);
    const value: unknown = typeof step === "function" ? await step(...args) : step;
    if (value === undefined) throw complaint(`the function that is scripted for ${name} gave no outcome`);
    if (isIvyError(value) || value instanceof Error) throw value;
    // Like the real client, return new objects from every call.
    return copy(value);
  }

  /** Runs `openBankLogin`, whose outcome may be a promise. */
  async function opened([outcome, ...others]: unknown[]): Promise<unknown> {
    const login = await outcome;
    checkLogin(login);
    return respond("openBankLogin", [login, ...others]);
  }

  function next(name: string): unknown {
    const step = steps[name];
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (step === undefined) throw complaint(`${name} was called, and no outcome is scripted for it: createFakeClient({ ${name}: … })`);
    if (!Array.isArray(step)) return step;
    if (count > step.length) throw complaint(`${name} was called ${times(count)}, and outcomes are scripted for ${step.length}`);
    return step[count - 1];
  }

  function complaint(sentence: string): Error {
    unscripted.push(sentence);
    return new Error(sentence);
  }

  function verify(): void {
    const unused = Object.entries(steps).flatMap(([name, wanted]) => {
      const count = counts.get(name) ?? 0;
      if (!Array.isArray(wanted) || count >= wanted.length) return [];
      return [`${name} was called ${times(count)}, and outcomes are scripted for ${wanted.length}`];
    });
    const complaints = [...unscripted, ...unused];
    if (complaints.length > 0) throw new Error(complaints.join("; "));
  }

  function customerChanged(): void {
    calls.push({ method: "customerChanged", args: [] });
    customer.change();
  }

  const methods = Object.entries(OPTIONS_AT).map(([name, optionsAt]) => [
    name,
    async (...args: unknown[]) => {
      calls.push({ method: name, args: copy(args) });
      // Anything may be passed here; `checkArguments` refuses what is no signal.
      const { signal } = (args[optionsAt] ?? {}) as { signal?: AbortSignal };
      checkArguments(name, args, signal);
      if (signal?.aborted) throw fakeIvyError("aborted");
      return unlessAborted(name === "openBankLogin" ? opened(args) : respond(name, args), signal);
    },
  ]);
  // The methods are made of a table, and the script has the types of their results.
  return Object.freeze({ ...Object.fromEntries(methods), customerChanged, calls, verify, [MASK]: masked, [LINK]: linkOf({ customer }) }) as FakeClient;
}

/** Checks the arguments that the real client checks before it sends anything. */
function checkArguments(name: string, [first]: unknown[], signal: AbortSignal | undefined): void {
  // A promise is known by its method, since it may be of any library.
  const isPromise = typeof (first as Partial<PromiseLike<unknown>> | undefined)?.then === "function";
  if (name === "openBankLogin" && !isPromise) checkLogin(first);
  if (signal !== undefined && !(typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function")) {
    throw invalid([{ path: ["signal"], code: "type", message: "signal: expected an AbortSignal" }]);
  }
}

function checkLogin(outcome: unknown): void {
  const { redirectUrl, referenceId } = (outcome ?? {}) as Partial<Record<string, unknown>>;
  if (typeof redirectUrl !== "string" || typeof referenceId !== "string") {
    throw invalid([{ path: [], code: "type", message: "expected the outcome of connectBank whose kind is login" }]);
  }
}

/** Matches the label that is pasted with an IBAN. */
const LABEL = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*IBAN(?:[\p{White_Space}\p{Default_Ignorable_Code_Point}]*:|(?=\p{White_Space}))/iu;

/** Masks an IBAN as the real package does, without the library. */
function masked(iban: string): string {
  const text = iban.replace(LABEL, "").replace(FORMATTING, "").replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (!/^[A-Z]{2}[A-Z0-9]{13,32}$/.test(text)) return "••••";
  return `${text.slice(0, 2)} •••• ${text.slice(-4)}`;
}

/** Returns the promise, or one that also rejects with `aborted` as soon as the signal is aborted. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(fakeIvyError("aborted"));
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

const times = (count: number): string => (count === 0 ? "never" : count === 1 ? "once" : `${count} times`);
