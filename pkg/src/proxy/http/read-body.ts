// Reads the body of a request, within limits of length and time.

import { clearTimeout, setTimeout } from "node:timers";
import { faultError, isFault } from "../errors/fault.ts";

/**
 * Returns the body of a request.
 *
 * @param limit the longest body, in bytes
 * @param deadlineMs the time until its last byte
 * @returns a promise that rejects with the fault `too_long`, `too_slow`, `broken`, or `consumed` if another reader has read it
 */
export async function readBody(request: Request, limit: number, deadlineMs: number): Promise<Uint8Array> {
  if (request.bodyUsed || request.body?.locked) throw faultError("consumed");
  if (Number(request.headers.get("content-length")) > limit) throw faultError("too_long");
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(faultError("too_slow")), deadlineMs);
  });
  try {
    return await Promise.race([readAll(reader, limit), tooSlow]);
  } catch (error) {
    // The rest is of no use. A stream that cannot be cancelled is no fault of its own.
    reader.cancel().catch(() => {});
    throw isFault(error) ? error : faultError("broken");
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<Uint8Array> {
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
