// The end of every cold start: checks one payload and reports the time.
import payload from "cold-payload";

const bytes = new TextEncoder().encode(payload);

/**
 * Reports the time of the first checked payload. The script calls it as soon as its `contender` is ready. `time` is in
 * milliseconds from the start of the navigation or, if `memory.js` inserted the script, from the start of the script.
 */
export function finish(contender) {
  const { clean } = contender.list(bytes, 0);
  const time = performance.now() - (globalThis.scriptStart ?? 0);
  navigator.sendBeacon("/report", JSON.stringify({ clean, time }));
}
