/**
 * The body of an answer in the forms in which a caller may have it.
 */
import { encode, isUnpaired } from "./encode.js";
import { ivyError } from "./errors.js";

/** More values than any answer has; a walk over a sparse array must end. */
const MAX_VALUES = 20_000_000;

const BYTE_ORDER_MARK = "\ufeff";

/**
 * @param {unknown} input a string, a Uint8Array, an ArrayBuffer, or the parsed value
 * @returns {{bytes: Uint8Array, text: () => string}} the bytes, and the text without a byte order mark. The bytes may be
 *   the caller's own.
 */
export function body(input) {
  if (typeof input === "string") return fromText(input);
  if (ArrayBuffer.isView(input)) return fromBytes(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
  if (Object.prototype.toString.call(input) === "[object ArrayBuffer]") return fromBytes(new Uint8Array(/** @type {ArrayBuffer} */ (input)));
  if (typeof input === "object" && input !== null) return fromText(encode(input, MAX_VALUES));
  throw ivyError("decode_failed", "expected the answer as a string, a Uint8Array, an ArrayBuffer or a parsed value");
}

function fromText(text) {
  // TextEncoder would put U+FFFD in its place, and hide that the text was damaged.
  if (isUnpaired(text)) throw ivyError("decode_failed", "the answer cannot be read: unpaired surrogate");
  return {
    bytes: new TextEncoder().encode(text),
    text: () => (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text),
  };
}

function fromBytes(bytes) {
  return { bytes, text: () => new TextDecoder().decode(bytes) };
}
