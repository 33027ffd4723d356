// The file that keeps the rows of a sandbox for a later start: one JSON text a line, the last row with a key counts.

import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";

/** The rows of an earlier run, and a place for more. */
export type Journal = {
  /** True if rows are kept. */
  readonly keeps: boolean;
  /** Returns all rows that are kept. */
  rows(): readonly string[];
  /** Stores rows, all or none: a torn line is dropped at the next start. */
  store(rows: readonly string[]): void;
  close(): void;
};

/** A journal without a file. */
const NONE: Journal = { keeps: false, rows: () => [], store: () => {}, close: () => {} };

/** Opens a file, which is made readable for its owner alone if it is missing. Without a file nothing is kept. */
export function openJournal(file: string | undefined): Journal {
  if (file === undefined) return NONE;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const descriptor = openSync(file, "a", 0o600);
  // A process that was killed while it wrote leaves a line without an end.
  ftruncateSync(descriptor, Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1)));
  const rows = (): string[] => readFileSync(file, "utf8").split("\n").slice(0, -1).flatMap((line) => JSON.parse(line) as string[]);
  // A line that is no JSON ends the start.
  rows();
  return {
    keeps: true,
    rows,
    store: (added) => {
      if (added.length === 0) return;
      writeSync(descriptor, `${JSON.stringify(added)}\n`);
      fsyncSync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}
