/**
 * For servers: the merchant proxy as one function, from a `Request` to a `Response`. It holds Ivy's API key, knows by your
 * sign-in who is asking, and decides who may see which data session.
 *
 * Works in Node 20 and later, without a bundler or inside of one. Never import it into a page.
 *
 * @module ivy-data-session/proxy
 */
export { createProxy } from "./create-proxy.ts";
export type { ProxyError } from "./errors/proxy-error.ts";
export { toNodeListener } from "./node/listener.ts";
export type { IncomingRequest, OutgoingResponse } from "./node/messages.ts";
export { setServerTimeouts, type ServerTimeouts, type TimedServer } from "./node/server-timeouts.ts";
export type { Customer } from "./options/customer.ts";
export type { ProxyOptions, Rate } from "./options/options.ts";
export type { CheckLine, CheckedPost, Health, Login, Proxy, Wanted } from "./proxy.ts";
export { returnNonce } from "./return-nonce.ts";
export { postgresStore, type PostgresPool } from "./stores/postgres.ts";
export type { SqliteDatabase } from "./stores/sqlite-driver.ts";
export { sqliteStore } from "./stores/sqlite.ts";
export type { Store } from "./stores/store.ts";
