// The log: JSON on stderr, one line for each event.

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

let lowest = LEVELS.indexOf("INFO");

/** Chooses the lowest level that is written. A name that is no level chooses all of them. */
export const setLowestLevel = (name) => (lowest = Math.max(LEVELS.indexOf(name.toUpperCase()), 0));

/** Writes a line of JSON, such as one of the proxy. */
export function logLine(line) {
  const [, level] = /"level":"(\w+)"/.exec(line) ?? [];
  if (!level || LEVELS.indexOf(level) >= lowest) process.stderr.write(`${line}\n`);
}

/** Writes an event of the shop. */
export const log = (level, message, fields = {}) => logLine(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
