// The tables of a proxy: brought up to date before the first statement, and swept from then on.

import { Trapped, makeCore, run } from "./core/instance.ts";
import type { CoreHost } from "./core/host.ts";
import { once } from "./once.ts";
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
      if (!(error instanceof Trapped)) unusable = logFault(host, String(property(error, "message")), report());
      throw error;
    }
  };
  return {
    prepared: once(prepare, runtime.dropsWork ? PREPARE_MS : undefined),
    unusable: () => unusable,
    stop: () => stopSweeping?.(),
  };
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
