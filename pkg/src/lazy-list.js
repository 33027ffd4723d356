/**
 * A list whose sessions become objects when they are read.
 */
import * as library from "ivy-glue";
import { body } from "./body.js";
import { scanned } from "./decode.js";
import { withLibrary } from "./instance.js";

/** See index.d.ts. */
export function scanDataSessionList(input) {
  // A copy: a buffer of the caller's that changes later must change nothing here.
  const bytes = body(input).bytes.slice();
  const { index, rejected, warnings } = scanned(withLibrary(() => library.scanList(bytes)));
  const read = sessionReader(bytes, index);
  const length = index.byteLength / 8;
  const cache = new Array(length);
  const at = (position) => {
    const whole = Math.trunc(position) || 0;
    const found = whole < 0 ? whole + length : whole;
    return found >= 0 && found < length ? (cache[found] ??= read(found)) : undefined;
  };
  return {
    length,
    at,
    rejected,
    warnings,
    *[Symbol.iterator]() {
      for (let position = 0; position < length; position++) yield at(position);
    },
  };
}

/**
 * Reads single sessions of a checked body.
 *
 * @param {Uint8Array} bytes the body
 * @param {Uint8Array} index start and end of each session, as bytes of 32-bit integers
 * @returns {(position: number) => object}
 */
export function sessionReader(bytes, index) {
  const places = new Uint32Array(index.buffer, index.byteOffset, index.byteLength / 4);
  const decoder = new TextDecoder();
  return (position) => JSON.parse(decoder.decode(bytes.subarray(places[2 * position], places[2 * position + 1])));
}
