// The settings of a connection to SQLite, the same as in the Rust proxy.

/** The time for which a statement waits for another connection's lock, in milliseconds. */
export const BUSY_MS = 5000;

/** Overwrites deleted content with zeros, so that removed values are not in the file (SECURITY.md, 14). */
export const SECURE_DELETE = "PRAGMA secure_delete = ON";

/**
 * The settings of a file. A commit is on the disk before the request is answered, so a killed process or a power cut loses
 * nothing that was acknowledged.
 */
const SETTINGS: readonly string[] = ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", SECURE_DELETE];

/** The statements that prepare a connection, with which writers wait for each other. */
export const SETUP: readonly string[] = [`PRAGMA busy_timeout = ${BUSY_MS}`, ...SETTINGS];

/** The statements that prepare a connection, without a wait for another one's lock. */
export const SETUP_AT_ONCE: readonly string[] = ["PRAGMA busy_timeout = 0", ...SETTINGS];
