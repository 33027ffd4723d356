// Posts the result callbacks when they are due.

import type { Core, Post } from "./core.ts";

/** The time limit for the response of a merchant. */
const TIMEOUT_MS = 5000;

/** Longer than an attempt lasts. */
export const LONGEST_ATTEMPT_MS: number = 2 * TIMEOUT_MS;

/** The longest sleep between two looks for due callbacks. */
const LONGEST_SLEEP_MS = 60_000;

/** The pause after a core has stopped. */
const RETRY_MS = 1000;

/** A sender of callbacks. */
export type Sender = {
  /**
   * Makes attempts, and resolves with the status of each response when they have ended, at the latest after `waitMs`. A status
   * is `undefined` if there is no response yet.
   */
  post(posts: readonly Post[], waitMs: number): Promise<readonly (number | undefined)[]>;
  /** Looks again at which callback is due next. */
  wake(): void;
  /** Ends all attempts and timers. */
  stop(): void;
};

/** Starts a sender of a core's callbacks. */
export function startSender(core: Core, log: (error: unknown) => void): Sender {
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  const attempt = async ({ id, url, headers, body }: Post): Promise<number | undefined> => {
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    // Redirects are not followed, because only 200 counts as delivered.
    const sent = fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const status = await sent.then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => undefined,
    );
    if (stopped.signal.aborted) return status;
    try {
      core.settle(id, status);
    } catch (error) {
      log(error);
    }
    wake();
    return status;
  };

  const post = async (posts: readonly Post[], waitMs: number): Promise<readonly (number | undefined)[]> => {
    const statuses: (number | undefined)[] = posts.map(() => undefined);
    if (posts.length === 0) return statuses;
    let wait: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (wait = setTimeout(resolve, waitMs)));
    const attempts = posts.map(async (each, index) => void (statuses[index] = await attempt(each)));
    await Promise.race([Promise.all(attempts), over]);
    clearTimeout(wait);
    return statuses;
  };

  const look = (): void => {
    try {
      void post(core.takeDue(), 0);
      wake();
    } catch (error) {
      // The next request looks again.
      log(error);
    }
  };

  const pause = (): number => {
    try {
      return Math.min(Math.max(core.nextDueInMs() ?? LONGEST_SLEEP_MS, 10), LONGEST_SLEEP_MS);
    } catch (error) {
      log(error);
      return RETRY_MS;
    }
  };

  const wake = (): void => {
    clearTimeout(timer);
    if (stopped.signal.aborted) return;
    timer = setTimeout(look, pause());
  };

  wake();
  return {
    post,
    wake,
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}
