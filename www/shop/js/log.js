// Logs are JSON on stderr, a line an event; stdout has the one line that says where the shop is. RUST_LOG names the least
// level that is written, as it does for the Rust shop.

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

const least = Math.max(LEVELS.indexOf((process.env.RUST_LOG ?? "info").toUpperCase()), 0);

/** Writes a line that is JSON already, such as the proxy's own. */
export function logLine(line) {
  const [, level] = /"level":"(\w+)"/.exec(line) ?? [];
  if (!level || LEVELS.indexOf(level) >= least) process.stderr.write(`${line}\n`);
}

/** Writes an event of the shop. */
export const log = (level, message, fields = {}) => logLine(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
