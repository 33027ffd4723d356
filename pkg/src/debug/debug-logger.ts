// A listener that prints events.

import type { IvyEvent } from "../calls/events.ts";

/**
 * The options of {@link debugLogger}.
 *
 * @example
 * ```ts
 * import { debugLogger, type DebugOptions } from "ivy-data-session/debug";
 *
 * const lines: string[] = [];
 * const options: DebugOptions = { log: (line) => lines.push(line) };
 * debugLogger(options)({ type: "loaded", durationMs: 12.3 });
 * console.log(lines[0]); // ivy loaded durationMs=12
 * ```
 */
export type DebugOptions = {
  /** Takes each line; by default `console.debug`. */
  log?: ((line: string) => void) | undefined;
};

/** Returns the printed form of a fact, or `undefined` to leave it out. */
type Show = (value: unknown) => string | undefined;

/** The facts of an event that are printed, in this order. Any other is left out. */
const SHOWN: Record<string, Show> = {
  operation: word,
  mode: word,
  result: word,
  code: word,
  reason: word,
  status: number,
  attempt: number,
  attempts: number,
  sessions: number,
  ageDays: number,
  delayMs: milliseconds,
  durationMs: milliseconds,
  requestId: (value) => (typeof value === "string" && /^[\w-]{1,64}$/.test(value) ? value : undefined),
};

/**
 * Makes a listener for `onEvent` that prints one line an event. It prints known members of known form alone: whatever else
 * an event should ever hold is left out, so that the lines can go into a bug report.
 *
 * @example
 * ```ts
 * import { debugLogger } from "ivy-data-session/debug";
 *
 * const lines: string[] = [];
 * const onEvent = debugLogger({ log: (line) => lines.push(line) });
 * onEvent({ type: "listed", durationMs: 81.7, attempts: 1, sessions: 2, status: 200, requestId: "r-1" });
 * console.log(lines[0]); // ivy listed status=200 attempts=1 sessions=2 durationMs=82 requestId=r-1
 * ```
 */
export function debugLogger(options: DebugOptions = {}): (event: IvyEvent) => void {
  const { log = (line) => console.debug(line) } = options;
  return (event) => {
    const { type, ...facts }: { type: string } & Partial<Record<string, unknown>> = event;
    const shown = Object.entries(SHOWN).flatMap(([name, show]) => {
      const text = show(facts[name]);
      return text === undefined ? [] : [`${name}=${text}`];
    });
    log(["ivy", word(type) ?? "event", ...shown].join(" "));
  };
}

function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[a-z_]{1,30}$/.test(value) ? value : undefined;
}

function number(value: unknown): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

function milliseconds(value: unknown): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? String(Math.round(value)) : undefined;
}
