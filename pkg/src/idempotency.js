/**
 * Keys by which the proxy knows a create again.
 */

/** For how long a create whose answer was lost may be asked for again, in milliseconds. Its login is still good then. */
const KEPT_MS = 300_000;

/** Errors after which a create may have happened all the same. */
const UNCERTAIN = ["network", "timeout", "aborted", "proxy_unavailable", "internal"];

/**
 * One key for each create; the same one again where the page asks for the same thing after an answer that it never
 * got. So a shopper who presses the button again gets the first data session, not a second.
 */
export function idempotencyKeys() {
  let lost;
  return {
    /**
     * @template T
     * @param {string} request what is to be created, as text
     * @param {(key: string) => Promise<T>} create
     * @returns {Promise<T>}
     */
    async with(request, create) {
      const isSame = lost?.request === request && performance.now() - lost.at < KEPT_MS;
      const key = isSame ? lost.key : randomKey();
      lost = undefined;
      try {
        return await create(key);
      } catch (/** @type {any} */ error) {
        if (UNCERTAIN.includes(error.code)) lost = { request, key, at: performance.now() };
        throw error;
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
