/**
 * Reading answers: checked by the library, made into objects by JSON.parse.
 */
import { body, textOf } from "./body.js";
import { ivyError } from "./errors.js";
import { withLibrary } from "./instance.js";
import { readList, readSession } from "./read.js";

/** See index.d.ts. */
export function decodeDataSession(input) {
  const { bytes, text } = body(input);
  const { issues, warnings } = scanned(withLibrary(() => readSession(bytes)));
  if (issues.length > 0) throw ivyError("decode_failed", "the answer is not a data session; see issues", { issues });
  return { session: JSON.parse(textOf(bytes, text)), warnings };
}

/** See index.d.ts. */
export function decodeDataSessionList(input) {
  const { bytes, text } = body(input);
  const { rejected, warnings } = scannedList(bytes);
  return listed(textOf(bytes, text), rejected, warnings);
}

/** A checked list as objects: one parse of the whole is faster than one of each session. */
export function listed(text, rejected, warnings) {
  let sessions = JSON.parse(text).dataSessions;
  if (rejected.length > 0) {
    const setAside = new Set(rejected.map(({ index }) => index));
    sessions = sessions.filter((_, index) => !setAside.has(index));
  }
  return { sessions, rejected, warnings };
}

/**
 * Checks the body of a list: see `readList`.
 *
 * @param {Uint8Array} bytes
 */
export function scannedList(bytes) {
  return scanned(withLibrary(() => readList(bytes)));
}

/** What a scan found; throws where the body is no answer at all. */
function scanned(found) {
  if (found.unreadable !== undefined) throw ivyError("decode_failed", `the answer cannot be read: ${found.unreadable}`);
  return found;
}
