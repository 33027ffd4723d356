/**
 * Reading a request's body, no longer and no slower than allowed.
 */
import { clearTimeout, setTimeout } from "node:timers";
import { faulty } from "../errors/fault.js";

/**
 * @param {Request} request
 * @param {number} limit in bytes
 * @param {number} deadlineMs until its last byte is there
 * @returns {Promise<Uint8Array>} rejects with `fault`: `too_long`, `too_slow`, `broken`, or `consumed` where somebody else
 *   has read it
 */
export async function readBody(request, limit, deadlineMs) {
  if (request.bodyUsed || request.body?.locked) throw faulty("consumed");
  if (Number(request.headers.get("content-length")) > limit) throw faulty("too_long");
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  let timer;
  const tooSlow = new Promise((_, reject) => {
    timer = setTimeout(() => reject(faulty("too_slow")), deadlineMs);
  });
  try {
    return await Promise.race([readAll(reader, limit), tooSlow]);
  } catch (error) {
    // What is still to come is of no use; that its end cannot be told is no fault of its own.
    reader.cancel().catch(() => {});
    throw error.fault ? error : faulty("broken");
  } finally {
    clearTimeout(timer);
  }
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function readAll(reader, limit) {
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    length += value.byteLength;
    if (length > limit) throw faulty("too_long");
    chunks.push(value);
  }
}

/** @returns {Uint8Array} */
function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
