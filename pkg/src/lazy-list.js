/**
 * A list whose sessions become objects when they are read.
 */
import { body, decode } from "./body.js";
import { scannedList } from "./decode.js";

/** Up to this many bytes, text is made faster than a copy of them. */
const SHORT = 1 << 16;

/** See index.d.ts. */
export function scanDataSessionList(input) {
  const { bytes, text } = body(input);
  return new LazyList(scannedList(bytes), bytes, text);
}

class LazyList {
  #read;
  #made = [];

  constructor({ spans, rejected, warnings }, bytes, text) {
    this.length = spans.length / 2;
    this.rejected = rejected;
    this.warnings = warnings;
    this.#read = sessionReader(spans, bytes, text);
  }

  at(position) {
    const whole = Math.trunc(position) || 0;
    const found = whole < 0 ? whole + this.length : whole;
    return found >= 0 && found < this.length ? (this.#made[found] ??= this.#read(found)) : undefined;
  }

  *[Symbol.iterator]() {
    for (let position = 0; position < this.length; position++) yield this.at(position);
  }
}

/**
 * Reads single sessions of a checked body, whatever becomes of a buffer of the caller's.
 *
 * @param {ArrayLike<number>} spans start and end of each session in turn, in bytes
 * @param {Uint8Array} bytes
 * @param {string} [text] the same as text; where it is there, the bytes are not the caller's
 * @returns {(position: number) => any}
 */
export function sessionReader(spans, bytes, text) {
  const whole = text ?? (bytes.length <= SHORT ? decode(bytes) : "");
  // Text never changes, and where all of it is ASCII its positions are those of the bytes.
  const isPlain = whole.length === bytes.length;
  const own = isPlain || text !== undefined ? bytes : bytes.slice();
  return (position) => {
    const start = spans[2 * position];
    const end = spans[2 * position + 1];
    return JSON.parse(isPlain ? whole.slice(start, end) : decode(own.subarray(start, end)));
  };
}
