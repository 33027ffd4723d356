/**
 * Keys by which the proxy knows a create again.
 */

/** For how long a create whose answer was lost may be asked for again, in milliseconds. Its login is still good then. */
const KEPT_MS = 300_000;

/**
 * One key for each create; the same one again while it runs and after any failure, for each may hide a create that
 * happened: an answer that was lost, or cannot be read, or an error that followed a lost answer. So a shopper who presses
 * the button again, or twice, gets the first data session, not a second.
 */
export function idempotencyKeys() {
  let last;
  return {
    /**
     * @template T
     * @param {string} request what is to be created, as text
     * @param {(key: string) => Promise<T>} create
     * @returns {Promise<T>}
     */
    async with(request, create) {
      const isSame = last?.request === request && performance.now() - last.at < KEPT_MS;
      const mine = (last = isSame ? last : { request, key: randomKey(), at: 0 });
      mine.at = performance.now();
      let isOver = true;
      try {
        return await create(mine.key);
      } catch (/** @type {any} */ error) {
        // 409: the proxy will never answer to this key, since its session was forgotten.
        isOver = error.status === 409;
        mine.at = performance.now();
        throw error;
      } finally {
        if (!isOver) last = mine;
        else if (last === mine) last = undefined;
      }
    },
  };
}

/** 128 random bits. They need not be secret, since the proxy keeps the keys of each customer apart. */
function randomKey() {
  const bytes = new Uint8Array(16);
  if (globalThis.crypto) crypto.getRandomValues(bytes);
  else bytes.forEach((_, at) => (bytes[at] = Math.random() * 256));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
