// The core, which is WebAssembly, with its results as objects.

import { readFileSync } from "node:fs";
import { SandboxCore, __wbg_reset_state, initSync, maxBody } from "ivy-sandbox-glue";
import type { Journal } from "./journal.ts";

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
export type Outcome = { response: CoreResponse; posts: Post[]; waitMs: number; delayMs: number };

/**
 * A core. Each call stores its changes before it returns; a call whose changes cannot be stored throws and changes nothing. A
 * call in which the WebAssembly traps throws {@link Stopped}; the next one reaches a new instance.
 */
export type Core = {
  handle(request: CoreRequest, body: CoreBody): Outcome;
  takeDue(): Post[];
  settle(id: string, status: number | undefined): void;
  nextDueInMs(): number | undefined;
  /** The response to a request whose changes cannot be stored. */
  failure: CoreResponse;
};

/** The error of a call in which the core stopped. A new core was started, if that was possible. */
export class Stopped extends Error {
  /** The response to the request, which says if the sessions are lost. */
  readonly response: CoreResponse;

  constructor(response: CoreResponse, sentence: string) {
    super(sentence);
    this.response = response;
  }
}

/** The longest body in bytes. */
export type Limits = { body: number };

let limits: Limits | undefined;

/** The number of the instance, which all cores share. Each trap increments it. */
let instance = 0;

/** Instantiates the WebAssembly file once and returns the limits of the core. */
export function coreLimits(): Limits {
  if (!limits) {
    initSync({ module: readFileSync(new URL("./ivy_sandbox_bg.wasm", import.meta.url)) });
    limits = { body: maxBody() };
  }
  return limits;
}

/** Replaces the instance. Its memory may be in any state, so no core of it is used any more. */
function renew(): void {
  __wbg_reset_state();
  instance++;
}

/**
 * Makes a core from the rows of a journal.
 *
 * @param settings the core's options as JSON
 * @throws the core's own sentence about the options or a row
 */
export function makeCore(settings: string, origin: string, clock: { now(): number }, journal: Journal): Core {
  coreLimits();
  /** Makes a core in the present instance. */
  const start = (rows: readonly string[]): SandboxCore => {
    const core = new SandboxCore(settings, origin, clock);
    for (const row of rows) core.load(row);
    journal.store((JSON.parse(core.resume()) as { rows: string[] }).rows);
    core.commit();
    return core;
  };
  let core = start(journal.rows());
  let mine = instance;
  const failure = JSON.parse(core.failure()) as CoreResponse;

  /** Starts a new core after a trap: with the stored sessions or, if it stops again, without any. Returns the error for the call. */
  const restarted = (reason: string): Stopped => {
    // Another core may have replaced the instance already.
    if (mine === instance) renew();
    const stored = journal.keeps ? [true, false] : [false];
    for (const kept of stored) {
      try {
        core = start(kept ? journal.rows() : []);
        mine = instance;
        const sentence = `${reason}; a new one ${kept ? "has the sessions of the file" : "has no sessions"}`;
        return new Stopped(JSON.parse(core.restarted(kept)) as CoreResponse, sentence);
      } catch (error) {
        renew();
        reason = `${reason}; a new one stopped too: ${String(error)}`;
      }
    }
    return new Stopped(failure, `${reason}; the next request tries again`);
  };
  /** Runs a function of the core. Whatever it throws comes from a trap, or from the clock and has crossed the core. */
  const run = <Result>(call: (core: SandboxCore) => Result): Result => {
    if (mine !== instance) throw restarted("the core has stopped before, or with that of another sandbox");
    try {
      return call(core);
    } catch (error) {
      throw restarted(`the core stopped: ${String(error)}`);
    }
  };
  /** Runs a function of the core, and stores and commits its changes. The core wrote the text in this form. */
  const committed = <Result>(call: (core: SandboxCore) => string): Result => {
    const result = JSON.parse(run(call)) as Result & { rows: string[] };
    journal.store(result.rows);
    run((core) => core.commit());
    return result;
  };
  return {
    handle: (request, body) => committed<Outcome>((core) => core.handle(JSON.stringify(request), typeof body === "string" ? undefined : body, body === "too_long")),
    takeDue: () => committed<{ posts: Post[] }>((core) => core.takeDue()).posts,
    settle: (id, status) => void committed((core) => core.settle(id, status)),
    nextDueInMs: () => run((core) => core.nextDueInMs()),
    failure,
  };
}
