// Work that is done once, and that many requests wait for.

import { faultError } from "./errors/fault.ts";

/**
 * Returns a function that does the work at its first call. Later calls wait for the same work; after a fault, the next call
 * does it again.
 *
 * @param waitMs the longest wait, on a platform that may drop the request that began the work: such work never ends, and the
 *   next call begins anew. Left out, a call waits as long as the work takes
 * @returns a function whose promise rejects with the work's own error, or with the fault `io` when the wait is over
 */
export function once(work: () => Promise<void>, waitMs?: number): () => Promise<void> {
  let isDone = false;
  let current: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const mine = work().then(() => void (isDone = true));
    current = mine;
    mine.catch(() => drop(mine));
    return mine;
  };
  const drop = (mine: Promise<void>) => {
    if (current === mine) current = undefined;
  };
  return async () => {
    if (isDone) return;
    const mine = current ?? begin();
    await (waitMs === undefined ? mine : inTime(mine, waitMs, () => drop(mine)));
  };
}

/** Waits for work. Calls `onLate` when the time is over. */
async function inTime(work: Promise<void>, ms: number, onLate: () => void): Promise<void> {
  let timer: unknown;
  const late = new Promise<never>((_, reject) => {
    timer = globalThis.setTimeout(() => {
      onLate();
      reject(faultError("io"));
    }, ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    globalThis.clearTimeout(timer as NodeJS.Timeout);
  }
}
