/**
 * The body of an answer in the forms in which a caller may have it.
 */
import { encode, isUnpaired } from "./encode.js";
import { ivyError } from "./errors.js";
import { kindOf } from "./values.js";

/** More values than any answer has; a walk over a sparse array must end. */
const MAX_VALUES = 20_000_000;

const BYTE_ORDER_MARK = "\ufeff";

/**
 * @param {unknown} input a string, a Uint8Array, an ArrayBuffer, or the parsed value
 * @returns {{bytes: Uint8Array, text?: string}} the bytes, which may be the caller's own where there is no text
 */
export function body(input) {
  if (typeof input === "string") return fromText(input);
  if (ArrayBuffer.isView(input)) return { bytes: fromView(/** @type {Uint8Array} */ (input)) };
  if (kindOf(input) === "ArrayBuffer") return { bytes: new Uint8Array(/** @type {ArrayBuffer} */ (input)) };
  if (typeof input === "object" && input !== null) return fromText(encode(input, MAX_VALUES));
  throw ivyError("decode_failed", "expected the answer as a string, a Uint8Array, an ArrayBuffer or a parsed value");
}

/** @type {TextDecoder | undefined} */
let decoder;

/** Bytes as text. Importing must do nothing, and to make a decoder takes longer than a short text does: one is made once. */
export function decode(bytes) {
  return (decoder ??= new TextDecoder()).decode(bytes);
}

/**
 * A body as text without a byte order mark.
 *
 * @param {Uint8Array} bytes
 * @param {string} [text] where it is known
 */
export function textOf(bytes, text) {
  if (text === undefined) return decode(bytes);
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function fromText(text) {
  // TextEncoder would put U+FFFD in its place, and hide that the text was damaged.
  if (isUnpaired(text)) throw ivyError("decode_failed", "the answer cannot be read: unpaired surrogate");
  return { bytes: new TextEncoder().encode(text), text };
}

function fromView(view) {
  const { buffer, byteOffset, byteLength, constructor } = view;
  // Other views count in other units, and a `Buffer` of Node's does not copy when it is told to.
  const bytes = constructor === Uint8Array ? view : new Uint8Array(buffer, byteOffset, byteLength);
  // What another thread may change while it is read is copied first. No TextDecoder takes it anyway.
  return kindOf(buffer) === "SharedArrayBuffer" ? bytes.slice() : bytes;
}
