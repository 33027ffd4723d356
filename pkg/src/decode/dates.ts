// Dates of a session that are none.

import type { Issue } from "../errors/issue.ts";
import type { DataSession } from "../model/session.ts";

/** Removes the dates that a scan has found not to be plausible epoch seconds. In a response that is all `out_of_range` means. */
export function withoutWrongDates(session: DataSession, warnings: readonly Issue[] = []): DataSession {
  for (const { code, path } of warnings) if (code === "out_of_range") delete session[path[0] as "createdAt"];
  return session;
}
