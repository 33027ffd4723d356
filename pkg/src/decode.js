/**
 * Reading answers: checked by the library, made into objects by JSON.parse.
 */
import * as library from "ivy-glue";
import { body } from "./body.js";
import { ivyError } from "./errors.js";
import { withLibrary } from "./instance.js";

/** See index.d.ts. */
export function decodeDataSession(input) {
  const { bytes, text } = body(input);
  const { issues, warnings } = scanned(withLibrary(() => library.scanSession(bytes)));
  if (issues.length > 0) throw ivyError("decode_failed", "the answer is not a data session; see issues", { issues });
  return { session: JSON.parse(text()), warnings };
}

/** See index.d.ts. */
export function decodeDataSessionList(input) {
  const { bytes, text } = body(input);
  const { rejected, warnings } = scanned(withLibrary(() => library.scanList(bytes)));
  return listed(text(), rejected, warnings);
}

/** A checked list as objects: one parse of the whole is faster than one of each session. */
export function listed(text, rejected, warnings) {
  const setAside = new Set(rejected.map(({ index }) => index));
  const sessions = JSON.parse(text).dataSessions.filter((_, index) => !setAside.has(index));
  return { sessions, rejected, warnings };
}

/** What a scan found; throws where the body is no answer at all. */
export function scanned(found) {
  if (found.reason !== undefined) throw ivyError("decode_failed", `the answer cannot be read: ${found.reason}`);
  return found;
}
