// The names of the entry for Node that are the same in every entry for a runtime without Node's modules.

export { returnNonce } from "../return-nonce.ts";
export { d1Store } from "../stores/d1.ts";
export { neonStore } from "../stores/neon.ts";
export { pgliteStore } from "../stores/pglite.ts";
export { postgresJsStore } from "../stores/postgres-js.ts";
export { attachProxy, libsqlStore, postgresStore, setServerTimeouts, sqliteStore, toFastifyPlugin, toKoaMiddleware, toNodeListener } from "./refusals.ts";
