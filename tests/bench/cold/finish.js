// The end of every cold start: one payload checked, and the time of it.
import payload from "cold-payload";

const bytes = new TextEncoder().encode(payload);

/** `contender` has just been made ready, by the script that calls this. */
export function finish(contender) {
  const { clean } = contender.list(bytes, 0);
  globalThis.coldStart = { clean, end: performance.now() };
}
