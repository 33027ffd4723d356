// Conversion of the arguments and the result of a recall on the server.

import type { NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import { configError } from "./errors/config-error.ts";
import type { ServerRecall } from "./options/recall.ts";

/** The result as the core writes it: `offered` is the position of the session to offer. */
type CoreRecall = Omit<ServerRecall, "outcome"> & {
  outcome: (Omit<RecalledOutcome, "session"> & { offered: number | null }) | NotRecalledOutcome | null;
};

/** Returns the JSON of a page's request. The core checks its members. */
export function sessionRequestJson(request: unknown): string {
  const json = typeof request === "object" && request !== null ? jsonOf(request) : undefined;
  if (json === undefined) throw configError("recall: sessionRequest", "no plain object; expected the request of the page's recallBank");
  return json;
}

/** Returns nothing for a value that JSON cannot hold, such as one inside of itself. */
function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Reads the core's result. */
export function toServerRecall(json: string): ServerRecall {
  const { outcome, ...others }: CoreRecall = JSON.parse(json);
  if (outcome?.kind !== "recalled") return { outcome, ...others };
  const { offered, ...rest } = outcome;
  const session = offered === null ? null : (rest.sessions[offered] ?? null);
  return { outcome: { ...rest, session }, ...others };
}
