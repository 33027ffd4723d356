// Reads the body of a request, within limits of length and time.

import { faultError, isFault } from "../errors/fault.ts";
import { readStream } from "./read-stream.ts";

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
    timer = globalThis.setTimeout(() => reject(faultError("too_slow")), deadlineMs);
  });
  try {
    return await Promise.race([readStream(reader, limit), tooSlow]);
  } catch (error) {
    // The rest is of no use. A stream that cannot be cancelled is no fault of its own.
    reader.cancel().catch(() => {});
    throw isFault(error) ? error : faultError("broken");
  } finally {
    globalThis.clearTimeout(timer);
  }
}
