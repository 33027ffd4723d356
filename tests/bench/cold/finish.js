// The end of every cold start: one payload checked, and the time of it.
import payload from "cold-payload";

const bytes = new TextEncoder().encode(payload);

/**
 * `contender` has just been made ready, by the script that calls this. The page tells by itself when that was: `time` is in
 * milliseconds from the navigation's start, or from the script's where `memory.js` has put it into the page.
 */
export function finish(contender) {
  const { clean } = contender.list(bytes, 0);
  const time = performance.now() - (globalThis.scriptStart ?? 0);
  navigator.sendBeacon("/told", JSON.stringify({ clean, time }));
}
