/**
 * For developers: the events of a client, one line each.
 *
 * @module ivy-data-session/debug
 */
export { debugLogger } from "./debug-logger.ts";
export type { DebugOptions } from "./debug-logger.ts";
