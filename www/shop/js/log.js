// The log: JSON on stderr, one line for each event. stdout has only the line with the URL of the shop. RUST_LOG names the
// lowest level that is written, as for the Rust shop.

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

const lowest = Math.max(LEVELS.indexOf((process.env.RUST_LOG ?? "info").toUpperCase()), 0);

/** Writes a line of JSON, such as one of the proxy. */
export function logLine(line) {
  const [, level] = /"level":"(\w+)"/.exec(line) ?? [];
  if (!level || LEVELS.indexOf(level) >= lowest) process.stderr.write(`${line}\n`);
}

/** Writes an event of the shop. */
export const log = (level, message, fields = {}) => logLine(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
