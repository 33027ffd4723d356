// The tables of a proxy: brought up to date before the first statement, and swept from then on.

import { clearInterval, setInterval } from "node:timers";
import { Trapped, makeCore, run } from "./core/instance.ts";
import type { CoreHost } from "./core/host.ts";
import { property } from "./property.ts";
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
  /** Returns the core's options as JSON. */
  settings(): string;
  /** Sweeps the tables. */
  sweep(): Promise<unknown>;
};

/** The start of the core's sentence about a database that has not answered. */
const NO_ANSWER = "store: tables cannot be made";

/** The time between two sweeps of the tables, in milliseconds. */
const SWEEP_EVERY_MS = 10 * 60 * 1000;

/** Returns the tables of a proxy. Nothing is done before they are used. */
export function proxyTables({ store, host, settings, sweep }: TablesOptions): Tables {
  let preparing: Promise<void> | undefined;
  let unusable: string | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  const startSweeping = () => {
    // The core logs a fault, and the next sweep comes.
    sweeping ??= setInterval(() => sweep().catch(() => {}), SWEEP_EVERY_MS).unref();
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
    prepared: () => (preparing ??= prepare()),
    unusable: () => unusable,
    stop: () => clearInterval(sweeping),
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
