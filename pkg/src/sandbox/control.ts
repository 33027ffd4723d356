// The functions of a sandbox for tests: they call the endpoints for tests without a socket.

import { configError } from "../proxy/errors/config-error.ts";
import type { CoreBody, CoreRequest, CoreResponse } from "./core.ts";
import type { SandboxDeviations } from "./options.ts";

/**
 * A call of Ivy's API that a sandbox has recorded.
 *
 * @example
 * ```ts
 * import { startSandbox, type SandboxCall } from "ivy-data-session/sandbox";
 *
 * const isRefused = ({ status }: SandboxCall) => status >= 400;
 * const sandbox = await startSandbox();
 * await fetch(`${sandbox.origin}/api/service/data/session/list`, { method: "POST" });
 * console.log((await sandbox.calls()).filter(isRefused).length); // 1
 * await sandbox.stop();
 * ```
 */
export type SandboxCall = {
  /** The last part of the path. */
  readonly operation: "create" | "details" | "list";
  /** The time in epoch milliseconds, by the sandbox's clock. */
  readonly at: number;
  /** The status of the response. */
  readonly status: number;
  /** The header `Idempotency-Key`. */
  readonly idempotencyKey: string | null;
  /** The JSON object in the body, or null if it has none. */
  readonly body: Readonly<Record<string, unknown>> | null;
};

/**
 * The response to the next call of an operation: an error, a late response, or both.
 *
 * @example
 * ```ts
 * import { startSandbox, type SandboxResponse } from "ivy-data-session/sandbox";
 *
 * const outage: SandboxResponse = { operation: "list", status: 503 };
 * const sandbox = await startSandbox();
 * await sandbox.script([outage]);
 * const response = await fetch(`${sandbox.origin}/api/service/data/session/list`, { method: "POST" });
 * console.log(response.status); // 503
 * await sandbox.stop();
 * ```
 */
export type SandboxResponse = {
  /** The operation. */
  operation: "create" | "details" | "list";
  /** The status of an error from 400 to 599, with which the call changes nothing. Default: the usual response. */
  status?: number | undefined;
  /** The time for which the response is kept back. Default: none. */
  delayMs?: number | undefined;
};

/**
 * The choices of a shopper at the bank.
 *
 * @example
 * ```ts
 * import type { SandboxLogin } from "ivy-data-session/sandbox";
 *
 * const refusal: SandboxLogin = { bank: "de-failbank" };
 * console.log(refusal.bank); // de-failbank
 * ```
 */
export type SandboxLogin = {
  /** The test bank. Default: `de-testbank`. */
  bank?: "de-testbank" | "de-testbank-two" | "de-failbank" | "de-latebank" | undefined;
  /** The customer of the bank. Default: `ada`. */
  username?: "ada" | "ben" | undefined;
  /** Cancels the login instead. Default: false. */
  cancel?: boolean | undefined;
};

/**
 * The functions of a sandbox for tests. Each rejects with a sentence if its arguments do not fit.
 *
 * @example
 * ```ts
 * import { startSandbox, type SandboxControl } from "ivy-data-session/sandbox";
 *
 * const anHourLater = (sandbox: SandboxControl) => sandbox.advance(3_600_000);
 * const sandbox = await startSandbox({ now: () => 0 });
 * console.log(await anHourLater(sandbox)); // 3600000
 * await sandbox.stop();
 * ```
 */
export type SandboxControl = {
  /** Returns the last 200 calls of Ivy's API, the oldest first. */
  calls(): Promise<readonly SandboxCall[]>;
  /** Replaces the scripted responses. Each is used once, by the next call of its operation. */
  script(responses: readonly SandboxResponse[]): Promise<void>;
  /** Moves the sandbox's clock forward. Returns its time in epoch milliseconds. */
  advance(ms: number): Promise<number>;
  /**
   * Finishes the bank login of a session without a browser. Returns the status of the session, and the URL of the shop to
   * which the shopper is sent, if there is one.
   */
  logIn(id: string, login?: SandboxLogin): Promise<{ status: string; url: string | null }>;
  /** Completes a session that waits for its bank. Returns the status. */
  complete(id: string): Promise<string>;
  /** Makes a session expire. Returns the status. */
  expire(id: string): Promise<string>;
  /**
   * Posts the signed result callback of a complete session now, again if it was accepted before. Returns the status of the
   * merchant's response to each post, `undefined` if there was none.
   */
  deliver(id: string): Promise<readonly (number | undefined)[]>;
  /** Changes deviations for later requests. Returns all of them. */
  deviate(changes: SandboxDeviations): Promise<SandboxDeviations>;
};

/** Answers a request, and returns the statuses of the callbacks that it posts, once `everyPost` of them has ended. */
export type Respond = (request: CoreRequest, body: CoreBody, everyPost: boolean) => Promise<{ response: CoreResponse; statuses: readonly (number | undefined)[] }>;

/** Returns the functions over a core. */
export function controlOf(respond: Respond): SandboxControl {
  /** Calls an endpoint for tests. `name` is the function that the test has called. */
  const call = async (name: string, path: string, body?: object) => {
    const request: CoreRequest = {
      method: body ? "POST" : "GET",
      path: `/sandbox/${path}`,
      query: "",
      headers: [["content-type", "application/json"]],
      peer: "127.0.0.1",
    };
    const { response, statuses } = await respond(request, new TextEncoder().encode(JSON.stringify(body ?? {})), path === "deliver");
    // The core has written the text.
    const result = JSON.parse(response.body) as Record<string, unknown>;
    if (response.status !== 200) throw configError(name, String(result["message"]));
    return { result, statuses };
  };
  const member = async <Value>(name: string, path: string, key: string, body?: object): Promise<Value> => {
    const { result } = await call(name, path, body);
    // The endpoints have members of these types.
    return result[key] as Value;
  };
  return {
    calls: () => member("calls", "calls", "calls"),
    script: async (responses) => void (await call("script", "script", { responses })),
    advance: (ms) => member("advance", "clock", "now", { advanceMs: ms }),
    logIn: async (id, login = {}) => {
      const { result } = await call("logIn", "login", { ...login, id });
      return { status: String(result["status"]), url: (result["url"] ?? null) as string | null };
    },
    complete: (id) => member("complete", "complete", "status", { id }),
    expire: (id) => member("expire", "expire", "status", { id }),
    deliver: async (id) => (await call("deliver", "deliver", { id })).statuses,
    deviate: async (changes) => (await call("deviate", "deviations", { ...changes })).result as SandboxDeviations,
  };
}
