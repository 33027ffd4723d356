/**
 * For the console of a developer: what a client does, one line an event.
 */

/** What may be printed of an event, in this order. All else is left out, whatever it is. */
const SHOWN = {
  operation: word,
  mode: word,
  result: word,
  code: word,
  status: number,
  attempt: number,
  attempts: number,
  sessions: number,
  ageDays: number,
  delayMs: milliseconds,
  durationMs: milliseconds,
  requestId: (value) => (typeof value === "string" && /^[\w-]{1,64}$/.test(value) ? value : undefined),
};

/** See debug.d.ts. */
export function debugLogger({ log = (line) => console.debug(line) } = {}) {
  return (event) => {
    const { type, ...facts } = event;
    const shown = Object.entries(SHOWN).flatMap(([name, show]) => {
      const text = show(facts[name]);
      return text === undefined ? [] : [`${name}=${text}`];
    });
    log(["ivy", word(type) ?? "event", ...shown].join(" "));
  };
}

function word(value) {
  return typeof value === "string" && /^[a-z_]{1,30}$/.test(value) ? value : undefined;
}

function number(value) {
  return Number.isFinite(value) ? String(value) : undefined;
}

function milliseconds(value) {
  return Number.isFinite(value) ? String(Math.round(value)) : undefined;
}
