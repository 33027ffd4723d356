// The tables of a proxy: brought up to date before the first statement, and swept from then on.

import { Trapped, makeCore, run } from "./core/instance.ts";
import type { CoreHost } from "./core/host.ts";
import { faultError } from "./errors/fault.ts";
import { property } from "./property.ts";
import type { Runtime } from "./runtime.ts";
import { reporting, type ReportingStore } from "./stores/start-report.ts";
import type { Store } from "./stores/store.ts";

/** The state of the tables. */
export type Tables = {
  /** Brings the tables up to date, once. After a fault the next request tries again. */
  prepared(): Promise<void>;
  /** Returns the sentence that says why this program cannot work with the tables; nothing if it can. */
  unusable(): string | undefined;
  /** Ends the sweeping. */
  stop(): void;
};

/** Parts of a proxy that its tables need. */
export type TablesOptions = {
  store: Store;
  host: CoreHost;
  runtime: Pick<Runtime, "repeat" | "dropsWork">;
  /** Returns the core's options as JSON. */
  settings(): string;
  /** Sweeps the tables. */
  sweep(): Promise<unknown>;
};

/** The start of the core's sentence about a database that has not answered. */
const NO_ANSWER = "store: tables cannot be made";

/** The time between two sweeps of the tables, in milliseconds. */
const SWEEP_EVERY_MS = 10 * 60 * 1000;

/** The longest wait for a preparation on a platform that may drop it, in milliseconds. */
const PREPARE_MS = 10_000;

/** Returns the tables of a proxy. Nothing is done before they are used. */
export function proxyTables({ store, host, runtime, settings, sweep }: TablesOptions): Tables {
  let preparing: Promise<void> | undefined;
  let unusable: string | undefined;
  let stopSweeping: (() => void) | undefined;

  const startSweeping = () => {
    // The core logs a fault, and the next sweep comes.
    stopSweeping ??= runtime.repeat(() => sweep().catch(() => {}), SWEEP_EVERY_MS);
  };
  const prepare = async (): Promise<void> => {
    const { report, ...statements } = reporting(store);
    try {
      await run(() => makeCore(settings(), { ...host, ...statements }).prepare());
      unusable = undefined;
      startSweeping();
    } catch (error) {
      preparing = undefined;
      if (!(error instanceof Trapped)) unusable = logFault(host, String(property(error, "message")), report());
      throw error;
    }
  };
  return {
    prepared: () => {
      const current = (preparing ??= prepare());
      if (!runtime.dropsWork) return current;
      return inTime(current, () => {
        if (preparing === current) preparing = undefined;
      });
    },
    unusable: () => unusable,
    stop: () => stopSweeping?.(),
  };
}

/**
 * Waits for a preparation that another request may have begun. If the platform has dropped that request, the preparation never
 * ends, and the next request begins one of its own.
 *
 * @param onLate called when the time is over
 * @returns a promise that rejects with the fault `io` when the time is over
 */
async function inTime(preparing: Promise<void>, onLate: () => void): Promise<void> {
  let timer: unknown;
  const late = new Promise<never>((_, reject) => {
    timer = globalThis.setTimeout(() => {
      onLate();
      reject(faultError("io"));
    }, PREPARE_MS);
  });
  try {
    await Promise.race([preparing, late]);
  } finally {
    globalThis.clearTimeout(timer as NodeJS.Timeout);
  }
}

/**
 * Logs a fault of the start.
 *
 * @param message the core's own sentence
 * @param report the sentence with the database's code
 * @returns the sentence if this program cannot work with the tables; nothing for a database that does not answer, because it
 *   will, and the tables stay as they are
 */
function logFault(host: CoreHost, message: string, { sentence, isLasting }: ReturnType<ReportingStore["report"]>): string | undefined {
  const isOfDatabase = message.startsWith(NO_ANSWER);
  const isAway = isOfDatabase && !isLasting;
  const told = isOfDatabase ? sentence : message;
  host.log(JSON.stringify({ level: isAway ? "WARN" : "ERROR", message: told }));
  return isAway ? undefined : told;
}
