// Waits for a lock that another connection holds, without stopping the event loop.

import { setTimeout } from "node:timers/promises";
import { isBusy } from "./sqlite-error.ts";
import { BUSY_MS } from "./sqlite-setup.ts";

/** The pause between two attempts, in milliseconds. */
const RETRY_MS = 20;

/** Tries again as long as another connection holds the lock. */
export async function patiently<Result>(use: () => Result | Promise<Result>): Promise<Result> {
  const end = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return await use();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
    }
    await setTimeout(RETRY_MS);
  }
}
