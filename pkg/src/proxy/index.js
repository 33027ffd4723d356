/**
 * For servers: the merchant proxy.
 */
export { createProxy } from "./create-proxy.js";
export { toNodeListener } from "./node-listener.js";
export { postgresStore } from "./postgres.js";
export { setServerTimeouts } from "./server-timeouts.js";
export { sqliteStore } from "./sqlite.js";
