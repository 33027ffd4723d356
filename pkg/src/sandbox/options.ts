// The options of startSandbox.

import { inFunction, wrongKind } from "../proxy/errors/config-error.ts";
import { days as fromZero, hook, members, oneOf, text, wrongNumber, type Check } from "../proxy/options/checks.ts";

/**
 * Behaviours in which Ivy could differ from the assumptions of the merchant proxy. All of them are off by default.
 *
 * @example
 * ```ts
 * import { startSandbox, type SandboxDeviations } from "ivy-data-session/sandbox";
 *
 * const deviations: SandboxDeviations = { reverseList: true };
 * const sandbox = await startSandbox({ deviations });
 * const response = await fetch(`${sandbox.origin}/sandbox/deviations`);
 * console.log((await response.json()).reverseList); // true
 * await sandbox.stop();
 * ```
 */
export type SandboxDeviations = {
  /** Lets whoever opens the link complete a cancelled or failed login. Until then the session says "failed" or "open". */
  reopenCancelled?: "failed" | "open" | null | undefined;
  /** Returns the completed sessions of all users in a list. */
  ignoreSelectors?: boolean | undefined;
  /** Answers 404 at the path of the list. */
  missingList?: boolean | undefined;
  /** Refuses every selector of a list, or those that Ivy's document does not show. */
  refuseSelectors?: "all" | "assumed" | null | undefined;
  /** Sends whoever opens the link of a finished login to the success URL. */
  redirectFinished?: boolean | undefined;
  /** Seconds between the redirect to the success URL and the completion of the session, at any bank. */
  completeAfter?: number | null | undefined;
  /** Lets whoever opens the link of a finished login complete it again. */
  completeTwice?: boolean | undefined;
  /** Returns the id of the session that was created before in a create. */
  repeatId?: boolean | undefined;
  /** Lists the newest session first. */
  reverseList?: boolean | undefined;
  /** Returns the accounts of each session in reverse order. */
  reverseAccounts?: boolean | undefined;
  /** Posts no result callback before `deliver` asks for it. */
  holdCallbacks?: boolean | undefined;
  /** Adds `createdAt` to the sessions of a list. */
  dates?: boolean | undefined;
  /** Adds `externalUser` to the sessions of a list. */
  listExternalUser?: boolean | undefined;
  /** Leaves `createdAt` out of details and result callbacks. */
  omitDetailsCreatedAt?: boolean | undefined;
  /** Leaves `externalUser` out of details and result callbacks. */
  omitDetailsExternalUser?: boolean | undefined;
  /** Repeats every field of the create request in every response about its session. */
  echoRequest?: boolean | undefined;
};

/**
 * The options of {@link startSandbox}.
 *
 * @example
 * ```ts
 * import { startSandbox, type SandboxOptions } from "ivy-data-session/sandbox";
 *
 * const options: SandboxOptions = { apiKey: "a-key-of-my-test", lateByMs: 0 };
 * const sandbox = await startSandbox(options);
 * console.log(sandbox.apiKey); // a-key-of-my-test
 * await sandbox.stop();
 * ```
 */
export type SandboxOptions = {
  /** The port on 127.0.0.1. Default: a free one. */
  port?: number | undefined;
  /** The key that the proxy sends as `X-Ivy-Api-Key`. Default: `sandbox-api-key`. */
  apiKey?: string | undefined;
  /** The secret that result callbacks are signed with. Default: `sandbox-signing-secret`. */
  signingSecret?: string | undefined;
  /** The file that keeps the sessions for a later start. Default: none, so that they end with the sandbox. */
  file?: string | undefined;
  /** The origin in `redirectUrl`, such as `http://bank.test:8081`. Default: that of the sandbox. */
  publicOrigin?: string | undefined;
  /** The time for which the redirect to the shop waits for the first result callback. Default: one second. */
  callbackWaitMs?: number | undefined;
  /** The time between the shopper's return and the confirmation of Late Bank. Default: five seconds. */
  lateByMs?: number | undefined;
  /** The pauses before the second, third, … attempt to deliver a result callback. Default: 1, 3, 10, 30 and 60 seconds. */
  callbackRetriesMs?: readonly number[] | undefined;
  /** The age of Ivy's error bodies. Default: the fields of the second and the third age. */
  errorBody?: "union" | "first" | "second" | "third" | undefined;
  /** The deviations at the start. `POST /sandbox/deviations` changes them while the sandbox runs. */
  deviations?: SandboxDeviations | undefined;
  /** Returns the time of day in epoch milliseconds. Default: `Date.now`. */
  now?: (() => number) | undefined;
};

/** The options that the core takes, as JSON. */
export type CoreOptions = Pick<SandboxOptions, "callbackWaitMs" | "lateByMs" | "callbackRetriesMs" | "errorBody" | "deviations"> & {
  apiKey: string;
  signingSecret: string;
};

/** Options with their defaults. */
export type CheckedOptions = {
  port: number;
  file: string | undefined;
  publicOrigin: string | undefined;
  now: () => number;
  core: CoreOptions;
};

const check = members({
  port,
  apiKey: text,
  signingSecret: text,
  file: text,
  publicOrigin: text,
  callbackWaitMs: fromZero,
  lateByMs: fromZero,
  callbackRetriesMs: pauses,
  errorBody: oneOf("union", "first", "second", "third"),
  deviations,
  now: hook<() => number>,
} satisfies Record<keyof SandboxOptions, Check<unknown>>);

/**
 * Checks the options and adds the defaults. The core checks the deviations.
 *
 * @throws a sentence that names the option
 */
export function checkOptions(given: unknown): CheckedOptions {
  const { port = 0, file, publicOrigin, now = Date.now, ...core } = inFunction("startSandbox", () => check(given, ""));
  return { port, file, publicOrigin, now, core: { apiKey: "sandbox-api-key", signingSecret: "sandbox-signing-secret", ...core } };
}

function port(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 65_535) {
    throw wrongNumber(path, value, "a whole number from 0 to 65535");
  }
  return value;
}

function pauses(value: unknown, path: string): number[] {
  if (!Array.isArray(value)) throw wrongKind(path, value, "a list of milliseconds");
  return Array.from(value, (item, index) => fromZero(item, `${path}[${index}]`));
}

function deviations(value: unknown, path: string): SandboxDeviations {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongKind(path, value, "an object");
  // The core checks the names and the values.
  return value;
}
