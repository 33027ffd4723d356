// The names of the entry for Node that are the same in every entry for a runtime without Node's modules.

export { returnNonce } from "../return-nonce.ts";
export { postgresStore, setServerTimeouts, sqliteStore, toNodeListener } from "./refusals.ts";
