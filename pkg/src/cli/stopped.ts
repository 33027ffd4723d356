// The end of a command by a signal.

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The time in which more signals count as the first one: some programs send one to a process and to its group. */
const TOGETHER_MS = 1000;

/** Resolves at Ctrl-C or SIGTERM. A later signal ends the process at once. */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve();
      setTimeout(() => SIGNALS.forEach((signal) => process.removeListener(signal, stop)), TOGETHER_MS).unref();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
