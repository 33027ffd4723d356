// Returns of the page from the back/forward cache.

let returns = 0;
let isCounting = false;

/** Returns how often this page has come from the back/forward cache, counted from the first call on. */
export function cacheReturns(): number {
  if (!isCounting) {
    isCounting = true;
    addEventListener("pageshow", ({ persisted }) => persisted && returns++);
  }
  return returns;
}
