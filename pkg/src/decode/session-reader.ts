// Sessions of a scanned list as objects, one at a time.

import type { DataSession } from "../model/session.ts";
import { decodeUtf8, type BodyBytes } from "./body.ts";

/** The length in bytes up to which decoding all text is faster than copying the bytes. */
const SHORT = 1 << 16;

/**
 * Returns a function that reads one session of a scanned body. It keeps its own bytes, except if the body has text, since a
 * caller may change a buffer. `spans` contains the start and the end of each session in turn, in bytes.
 */
export function sessionReader(spans: ArrayLike<number>, { bytes, text }: BodyBytes): (position: number) => DataSession {
  const whole = text ?? (bytes.length <= SHORT ? decodeUtf8(bytes) : "");
  // The text of a body that is all ASCII has the offsets of the bytes.
  const isAscii = whole.length === bytes.length;
  const own = isAscii || text !== undefined ? bytes : bytes.slice();
  return (position) => {
    const start = spans[2 * position];
    const end = spans[2 * position + 1];
    return JSON.parse(isAscii ? whole.slice(start, end) : decodeUtf8(own.subarray(start, end)));
  };
}

/** Reads all sessions of a scanned body. `spans` is that of {@link sessionReader}. */
export function allSessions(spans: ArrayLike<number>, body: BodyBytes): DataSession[] {
  const read = sessionReader(spans, body);
  const sessions: DataSession[] = [];
  // Not `Array.from`: Prototype.js returns undefined sessions from it.
  for (let position = 0; position < spans.length / 2; position++) sessions.push(read(position));
  return sessions;
}
