// Reads a stream to its end, within a limit of length.

import { faultError } from "../errors/fault.ts";

/**
 * Returns all bytes of a stream.
 *
 * @param limit the greatest number of bytes
 * @returns a promise that rejects with the fault `too_long`, or with the stream's own error
 */
export async function readStream(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    length += value.byteLength;
    if (length > limit) throw faultError("too_long");
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
