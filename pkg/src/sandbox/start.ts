// The start of a sandbox.

import { misconfigured } from "../proxy/errors/config-error.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { controlOf, type Respond, type SandboxControl } from "./control.ts";
import { Stopped, makeCore, type Core } from "./core.ts";
import { openJournal, type Journal } from "./journal.ts";
import { checkOptions, type SandboxOptions } from "./options.ts";
import { LONGEST_ATTEMPT_MS, startSender } from "./sender.ts";
import { listen } from "./server.ts";

/**
 * A running sandbox.
 *
 * @example
 * ```ts
 * import { startSandbox, type Sandbox } from "ivy-data-session/sandbox";
 *
 * const statsOf = async ({ origin }: Sandbox) => (await fetch(`${origin}/sandbox/stats`)).json();
 * const sandbox = await startSandbox();
 * console.log((await statsOf(sandbox)).creates); // 0
 * await sandbox.stop();
 * ```
 */
export type Sandbox = SandboxControl & {
  /** The origin on 127.0.0.1, without a slash at the end: the `apiUrl` of a proxy. */
  readonly origin: string;
  /** The `apiKey` of a proxy. */
  readonly apiKey: string;
  /** The `webhookSecret` of a proxy. */
  readonly signingSecret: string;
  /** Accepts no new requests, waits for running ones (three seconds at most) and posts no more callbacks. Can be repeated. */
  stop(): Promise<void>;
};

/**
 * Starts a stand-in for Ivy on 127.0.0.1.
 *
 * @throws `misconfigured` with a sentence that names the option
 *
 * @example
 * ```ts
 * import { startSandbox } from "ivy-data-session/sandbox";
 *
 * const sandbox = await startSandbox();
 * console.log(new URL(sandbox.origin).hostname); // 127.0.0.1
 * await sandbox.stop();
 * ```
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port, file, publicOrigin, now, core: coreOptions } = checkOptions(options);
  const log = (error: unknown): void => console.error(`sandbox: ${String(error)}`);
  let respond: Respond = () => Promise.reject(new Error("the sandbox has not started"));
  const journal = opened(file);
  const server = await listen(port, async (request, body) => (await respond(request, body, false)).response).catch((error: unknown) => {
    journal.close();
    throw misconfigured(`startSandbox: port: 127.0.0.1:${port} cannot be used (${sentence(error)}); expected a free port`);
  });
  const { origin } = server;
  const loginOrigin = publicOrigin?.replace(/\/+$/, "") ?? origin;
  let core: Core;
  try {
    core = makeCore(JSON.stringify(coreOptions), loginOrigin, { now }, journal);
  } catch (error) {
    await server.stop();
    journal.close();
    throw misconfigured(`startSandbox: ${sentence(error)}`);
  }
  const sender = startSender(core, log);
  const ending = new AbortController();
  respond = async (request, body, everyPost) => {
    try {
      const { response, posts, waitMs, delayMs } = core.handle(request, body);
      sender.wake();
      const statuses = await sender.post(posts, everyPost ? LONGEST_ATTEMPT_MS : waitMs);
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: ending.signal }).catch(() => {});
      return { response, statuses };
    } catch (error) {
      log(error);
      return { response: error instanceof Stopped ? error.response : core.failure, statuses: [] };
    }
  };
  const { apiKey, signingSecret } = coreOptions;
  const end = async (): Promise<void> => {
    ending.abort();
    await server.stop();
    sender.stop();
    journal.close();
  };
  let ended: Promise<void> | undefined;
  return { origin, apiKey, signingSecret, ...controlOf(respond), stop: () => (ended ??= end()) };
}

function opened(file: string | undefined): Journal {
  try {
    return openJournal(file);
  } catch (error) {
    throw misconfigured(`startSandbox: file: it cannot be read and written (${sentence(error)}); expected a file of a sandbox, or none yet`);
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
