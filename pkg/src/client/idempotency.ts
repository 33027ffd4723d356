// Keys by which the proxy recognises a repeated create.

import { isIvyError } from "../errors/ivy-error.ts";

/** The time in which a create whose response was lost is repeated with its key, in milliseconds. Its login is valid for longer. */
const KEPT_MS = 300_000;

/** Runs a create with its key. */
export type IdempotencyKeys = {
  /** `request` is the request as text, by which a repeated create is recognised. */
  with<T>(request: string, create: (key: string) => Promise<T>): Promise<T>;
};

/**
 * Makes one key for each create. The key is used again while the create runs and after any failure, since each may hide a
 * create that succeeded: a lost response, an unreadable one, or an error that followed a lost one. So a shopper who presses
 * the button again, or twice, gets the first data session, not a second.
 */
export function idempotencyKeys(): IdempotencyKeys {
  let last: { request: string; key: string; at: number } | undefined;
  return {
    async with(request, create) {
      const isSame = last?.request === request && performance.now() - last.at < KEPT_MS;
      const mine = (last = isSame && last ? last : { request, key: randomKey(), at: 0 });
      mine.at = performance.now();
      let isOver = true;
      try {
        return await create(mine.key);
      } catch (error) {
        // 409: the proxy never accepts this key again, since its session was forgotten.
        isOver = isIvyError(error) && error.status === 409;
        mine.at = performance.now();
        throw error;
      } finally {
        if (!isOver) last = mine;
        else if (last === mine) last = undefined;
      }
    },
  };
}

/** Returns 128 random bits. They need not be secret, since the proxy separates the keys of its customers. */
function randomKey(): string {
  const bytes = new Uint8Array(16);
  if (globalThis.crypto) crypto.getRandomValues(bytes);
  else bytes.forEach((_, at) => (bytes[at] = Math.random() * 256));
  let key = "";
  for (let at = 0; at < 16; at++) key += (0x100 + (bytes[at] ?? 0)).toString(16).slice(1);
  return key;
}
