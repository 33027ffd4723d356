// A list whose sessions become objects when they are read.

import { bounded } from "../errors/boundary.ts";
import type { DataSession } from "../model/session.ts";
import { toBytes, type Body, type BodyBytes } from "./body.ts";
import { withoutWrongDates } from "./dates.ts";
import { readableList } from "./decode.ts";
import type { Finding, ListScan } from "./scan.ts";
import { sessionReader } from "./session-reader.ts";

/**
 * A checked list whose sessions become objects when they are read.
 *
 * @example
 * ```ts
 * import { init, scanDataSessionList, type LazyDataSessionList } from "ivy-data-session";
 *
 * await init();
 * const list: LazyDataSessionList = scanDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"}]}');
 * for (const session of list) console.log(session.id); // s1
 * ```
 */
export type LazyDataSessionList = Iterable<DataSession> & {
  /** The number of usable sessions. */
  readonly length: number;
  /** A session by its position, from the end if that is negative; the same object each time. */
  at(position: number): DataSession | undefined;
  readonly rejected: Finding[];
  readonly warnings: Finding[];
};

/**
 * Like {@link decodeDataSessionList}, for many sessions of which few are needed. All are checked; a session becomes an
 * object when it is read. The list keeps its own bytes: later changes of a buffer have no effect.
 *
 * @throws {@link IvyError} `decode_failed` for what is not a list, `not_initialized`
 * @example
 * ```ts
 * import { init, scanDataSessionList } from "ivy-data-session";
 *
 * await init();
 * const list = scanDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":"s2","status":"open"}]}');
 * console.log(list.length, list.at(-1)?.id); // 2 s2
 * ```
 */
export function scanDataSessionList(body: Body): LazyDataSessionList {
  return bounded("scanDataSessionList", () => {
    const read = toBytes(body);
    return new LazyList(readableList(read.bytes), read);
  });
}

class LazyList implements LazyDataSessionList {
  declare readonly length: number;
  declare readonly rejected: Finding[];
  declare readonly warnings: Finding[];
  #read: (position: number) => DataSession;
  #made: DataSession[] = [];

  constructor({ spans, rejected, warnings }: ListScan, body: BodyBytes) {
    this.length = spans.length / 2;
    this.rejected = rejected;
    this.warnings = warnings;
    const read = sessionReader(spans, body);
    this.#read = warnings.length === 0 ? read : datedReader(read, warnings);
  }

  at(position: number): DataSession | undefined {
    const whole = Math.trunc(position) || 0;
    const found = whole < 0 ? whole + this.length : whole;
    return found >= 0 && found < this.length ? (this.#made[found] ??= this.#read(found)) : undefined;
  }

  *[Symbol.iterator](): Iterator<DataSession> {
    // Every position below `length` has a session.
    for (let position = 0; position < this.length; position++) yield this.at(position) as DataSession;
  }
}

/** Returns a function that reads one session as `read` does, without the dates that a scan has warned of. */
function datedReader(read: (position: number) => DataSession, warnings: Finding[]): (position: number) => DataSession {
  const warned = new Map(warnings.map(({ index, issues }) => [index, issues]));
  return (position) => withoutWrongDates(read(position), warned.get(position));
}
