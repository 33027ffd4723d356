/**
 * For developers: what a client does, one line an event.
 *
 * @module ivy-data-session/debug
 */

import type { IvyEvent } from "ivy-data-session";

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
  log?: (line: string) => void;
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
export function debugLogger(options?: DebugOptions): (event: IvyEvent) => void;
