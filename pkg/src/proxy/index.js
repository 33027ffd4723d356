/**
 * For servers: the merchant proxy.
 */
export { createProxy } from "./create-proxy.js";
export { toNodeListener } from "./node/listener.js";
export { postgresStore } from "./stores/postgres.js";
export { setServerTimeouts } from "./node/server-timeouts.js";
export { sqliteStore } from "./stores/sqlite.js";
