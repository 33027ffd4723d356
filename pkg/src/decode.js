/**
 * Reading answers: checked by the library, made into objects by JSON.parse.
 */
import * as library from "ivy-glue";
import { body, textOf } from "./body.js";
import { ivyError } from "./errors.js";
import { withLibrary } from "./instance.js";

/** See index.d.ts. */
export function decodeDataSession(input) {
  const { bytes, text } = body(input);
  const { issues, warnings } = scanned(withLibrary(() => library.scanSession(bytes)));
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
 * Checks the body of a list. `places`: start and end of each usable session in turn, in bytes.
 *
 * @param {Uint8Array} bytes
 * @returns {{places: ArrayLike<number>, rejected: any[], warnings: any[]}}
 */
export function scannedList(bytes) {
  const found = scanned(withLibrary(() => library.scanList(bytes)));
  // Of a list without a fault there are the places alone.
  const { places = found, rejected = [], warnings = [] } = found;
  return { places, rejected, warnings };
}

/** What a scan found; throws where the body is no answer at all. */
function scanned(found) {
  if (found.reason !== undefined) throw ivyError("decode_failed", `the answer cannot be read: ${found.reason}`);
  return found;
}
