// The body of a response, in each form that a caller may have it in.

import { encode, UNPAIRED_SURROGATES } from "../check/encode.ts";
import { ivyError } from "../errors/ivy-error.ts";
import { kindOf } from "../shared/values.ts";

/**
 * The body of an answer: its text, its bytes, or its parsed value.
 *
 * @example
 * ```ts
 * import { decodeDataSession, init, type Body } from "ivy-data-session";
 *
 * await init();
 * const text = '{"id":"s1","status":"open"}';
 * const bodies: Body[] = [text, new TextEncoder().encode(text), JSON.parse(text)];
 * console.log(bodies.map((body) => decodeDataSession(body).session.id).join()); // s1,s1,s1
 * ```
 */
export type Body = string | Uint8Array | ArrayBuffer | object;

/** More values than any response has. The walk over a sparse array must end. */
const MAX_VALUES = 20_000_000;

const BYTE_ORDER_MARK = "\ufeff";

/**
 * Replaces an unpaired surrogate, which TextEncoder would hide. The library takes an unescaped control character for damage
 * inside of a session's string, and for an error elsewhere.
 */
const DAMAGE = "\x1a";

/** A body as bytes, which may be the caller's own if there is no text. */
export type BodyBytes = { bytes: Uint8Array; text?: string };

/** Converts a body to bytes: a string, a Uint8Array, an ArrayBuffer, or the parsed value. */
export function toBytes(input: unknown): BodyBytes {
  if (typeof input === "string") return fromText(input);
  if (ArrayBuffer.isView(input)) return { bytes: fromView(input) };
  // Checked by its name, which works across realms.
  if (kindOf(input) === "ArrayBuffer") return { bytes: new Uint8Array(input as ArrayBuffer) };
  if (typeof input === "object" && input !== null) return fromText(encode(input, MAX_VALUES, `"${DAMAGE}"`));
  throw ivyError("decode_failed", "expected the response as a string, a Uint8Array, an ArrayBuffer or a parsed value");
}

let decoder: TextDecoder | undefined;

/** Decodes UTF-8. The decoder is made once, at the first use: making it takes longer than a short text. */
export function decodeUtf8(bytes: Uint8Array): string {
  return (decoder ??= new TextDecoder()).decode(bytes);
}

/** Returns the text of a body without a byte order mark. */
export function textOf({ bytes, text }: BodyBytes): string {
  if (text === undefined) return decodeUtf8(bytes);
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function fromText(given: string): BodyBytes {
  const text = given.replace(UNPAIRED_SURROGATES, DAMAGE);
  return { bytes: new TextEncoder().encode(text), text };
}

function fromView(view: ArrayBufferView): Uint8Array {
  const { buffer, byteOffset, byteLength, constructor } = view;
  // Other views count in other units, and the `slice` of Node's `Buffer` does not copy.
  const bytes = constructor === Uint8Array ? (view as Uint8Array) : new Uint8Array(buffer, byteOffset, byteLength);
  // Shared memory may change while it is read, and no TextDecoder takes it.
  return kindOf(buffer) === "SharedArrayBuffer" ? bytes.slice() : bytes;
}
