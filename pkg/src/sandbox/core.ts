// The core, which is WebAssembly, with its results as objects.

import { readFileSync } from "node:fs";
import { SandboxCore, initSync, maxBody } from "ivy-sandbox-glue";

/** A header's name and its value. */
export type Header = [name: string, value: string];

/** A response to a request. */
export type CoreResponse = { status: number; headers: Header[]; body: string };

/** A callback to post to the merchant. */
export type Post = { id: string; url: string; headers: Header[]; body: string };

/** A request without its body. */
export type CoreRequest = { method: string; path: string; query: string; headers: Header[]; peer: string | undefined };

/** The bytes of a body, or the reason why it was not read. */
export type CoreBody = Uint8Array | "too_long" | "broke_off";

/** The result of a request. */
export type Outcome = { response: CoreResponse; posts: Post[]; waitMs: number };

/** A core. Each call stores its changes before it returns; a call whose changes cannot be stored throws and changes nothing. */
export type Core = {
  handle(request: CoreRequest, body: CoreBody): Outcome;
  takeDue(): Post[];
  settle(id: string, status: number | undefined): void;
  nextDueInMs(): number | undefined;
  /** The response to a request whose changes cannot be stored, or in which the core stops. */
  failure: CoreResponse;
};

/** The longest body in bytes. */
export type Limits = { body: number };

let limits: Limits | undefined;

/** Instantiates the WebAssembly file once and returns the limits of the core. */
export function coreLimits(): Limits {
  if (!limits) {
    initSync({ module: readFileSync(new URL("./ivy_sandbox_bg.wasm", import.meta.url)) });
    limits = { body: maxBody() };
  }
  return limits;
}

/**
 * Makes a core from stored rows.
 *
 * @param settings the core's options as JSON
 * @param store stores rows for a later start
 * @throws the core's own sentence about the options or a row
 */
export function makeCore(settings: string, origin: string, clock: { now(): number }, rows: readonly string[], store: (rows: readonly string[]) => void): Core {
  coreLimits();
  const core = new SandboxCore(settings, origin, clock);
  /** Parses a result, and stores and commits its changes. The core wrote the text in this form. */
  const committed = <Result>(json: string): Result => {
    const result = JSON.parse(json) as Result & { rows: string[] };
    store(result.rows);
    core.commit();
    return result;
  };
  for (const row of rows) core.load(row);
  committed(core.resume());
  return {
    handle: (request, body) => committed<Outcome>(core.handle(JSON.stringify(request), typeof body === "string" ? undefined : body, body === "too_long")),
    takeDue: () => committed<{ posts: Post[] }>(core.takeDue()).posts,
    settle: (id, status) => void committed(core.settle(id, status)),
    nextDueInMs: () => core.nextDueInMs(),
    failure: JSON.parse(core.failure()) as CoreResponse,
  };
}
