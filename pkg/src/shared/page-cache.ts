// Returns of the page from the back/forward cache.

let returns = 0;
let isCounting = false;

/** Returns how often this page has come from the back/forward cache, counted from the first call on. A server has no page. */
export function cacheReturns(): number {
  if (!isCounting && globalThis.document) {
    isCounting = true;
    globalThis.addEventListener?.("pageshow", ({ persisted }) => persisted && returns++);
  }
  return returns;
}
