/**
 * For servers: the merchant proxy as one function, from a `Request` to a `Response`. It holds Ivy's API key, knows by your
 * sign-in who is asking, and decides who may see which data session.
 *
 * Works in Node 20 and later, Deno and Bun, on Cloudflare Workers and in Next's edge runtime, without a bundler or inside of
 * one. Never import it into a page.
 *
 * @module ivy-data-session/proxy
 */
export { createProxy } from "./create-proxy.ts";
export type { ProxyError } from "./errors/proxy-error.ts";
export { attachProxy, type ListeningServer } from "./node/attach.ts";
export { toFastifyPlugin, type FastifyScope } from "./node/fastify.ts";
export { toKoaMiddleware, type KoaContext } from "./node/koa.ts";
export { toNodeListener } from "./node/listener.ts";
export type { IncomingRequest, OutgoingResponse } from "./node/messages.ts";
export { setServerTimeouts, type ServerTimeouts, type TimedServer } from "./node/server-timeouts.ts";
export type { Customer } from "./options/customer.ts";
export type { Login, PlainReturn } from "./options/login.ts";
export type { ProxyOptions, Rate } from "./options/options.ts";
export type { RecallOptions, ServerRecall } from "./options/recall.ts";
export type { CheckLine, CheckedPost, Health, Proxy, RequestInfo, Wanted } from "./proxy.ts";
export { returnNonce } from "./return-nonce.ts";
export { d1Store, type D1Binding, type D1Statement } from "./stores/d1.ts";
export type { LibsqlClient, LibsqlResult, LibsqlStatement } from "./stores/libsql-client.ts";
export { libsqlStore } from "./stores/libsql.ts";
export { neonStore, type NeonSql } from "./stores/neon.ts";
export { pgliteStore, type PgliteDatabase } from "./stores/pglite.ts";
export { postgresJsStore, type PostgresJsSql } from "./stores/postgres-js.ts";
export type { PostgresPool } from "./stores/postgres-pool.ts";
export { postgresStore } from "./stores/postgres.ts";
export type { SqliteDatabase } from "./stores/sqlite-driver.ts";
export { sqliteStore } from "./stores/sqlite.ts";
export type { Store } from "./stores/store.ts";
