// Reading responses: checked by the library, made into objects by `JSON.parse`.

import { bounded } from "../errors/boundary.ts";
import { firstOf } from "../errors/config-error.ts";
import type { Issue } from "../errors/issue.ts";
import { ivyError } from "../errors/ivy-error.ts";
import { withLibrary } from "../load/instance.ts";
import type { DataSession } from "../model/session.ts";
import { textOf, toBytes, type Body, type BodyBytes } from "./body.ts";
import { withoutWrongDates } from "./dates.ts";
import { scanList, scanSession, type Finding, type ListScan, type Unreadable } from "./scan.ts";
import { allSessions } from "./session-reader.ts";

/**
 * A checked list.
 *
 * @example
 * ```ts
 * import { decodeDataSessionList, init, type DataSessionList } from "ivy-data-session";
 *
 * await init();
 * const list: DataSessionList = decodeDataSessionList('{"dataSessions":[]}');
 * console.log(list.sessions, list.rejected, list.warnings); // [] [] []
 * ```
 */
export type DataSessionList = {
  /** The usable sessions, in the answer's order. */
  sessions: DataSession[];
  /** The sessions that were set aside; `index` counts in the answer. */
  rejected: Finding[];
  /** Warnings about usable sessions; `index` counts in `sessions`. */
  warnings: Finding[];
};

/**
 * Reads a body that is one session, the answer to create or details.
 *
 * @throws {@link IvyError} `decode_failed`, with `issues` where it is JSON and no session; `not_initialized`
 * @example
 * ```ts
 * import { decodeDataSession, init } from "ivy-data-session";
 *
 * await init();
 * const { session, warnings } = decodeDataSession('{"id":"s1","status":"complete"}');
 * console.log(session.id, warnings.length); // s1 0
 * ```
 */
export function decodeDataSession(body: Body): { session: DataSession; warnings: Issue[] } {
  return bounded("decodeDataSession", () => {
    const read = toBytes(body);
    const { issues, warnings } = readable(withLibrary(() => scanSession(read.bytes)));
    if (issues.length > 0) throw ivyError("decode_failed", `decodeDataSession: ${firstOf(issues)}`, { issues });
    return { session: withoutWrongDates(JSON.parse(textOf(read)), warnings), warnings };
  });
}

/**
 * Reads the body of a list. A malformed session is set aside, and the others live.
 *
 * @throws {@link IvyError} `decode_failed` for what is not a list, `not_initialized`
 * @example
 * ```ts
 * import { decodeDataSessionList, init } from "ivy-data-session";
 *
 * await init();
 * const list = decodeDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":7}]}');
 * console.log(list.sessions.length, list.rejected[0].index); // 1 1
 * ```
 */
export function decodeDataSessionList(body: Body): DataSessionList {
  return bounded("decodeDataSessionList", () => {
    const read = toBytes(body);
    return listOf(read, readableList(read.bytes));
  });
}

/** Makes objects of a scanned list. */
export function listOf(body: BodyBytes, { spans, rejected, warnings }: ListScan): DataSessionList {
  // One parse of the whole is faster than one parse of each session, but a session that was set aside may be no JSON.
  const sessions: DataSession[] = rejected.length === 0 ? JSON.parse(textOf(body)).dataSessions : allSessions(spans, body);
  warnings.forEach(({ index, issues }) => sessions[index] && withoutWrongDates(sessions[index], issues));
  return { sessions, rejected, warnings };
}

/** Scans the body of a list. Throws if it is not a list. */
export function readableList(bytes: Uint8Array): ListScan {
  return readable(withLibrary(() => scanList(bytes)));
}

function readable<Scan extends { unreadable?: undefined }>(scan: Scan | Unreadable): Scan {
  if (scan.unreadable !== undefined) throw ivyError("decode_failed", `the response cannot be read: ${scan.unreadable}`);
  return scan;
}
