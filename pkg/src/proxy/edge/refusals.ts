// Names of the entry for Node that need files or sockets. They are there, so that the same import works everywhere, and refuse.

import { configError } from "../errors/config-error.ts";
import { isPool, poolStore, type PostgresPool } from "../stores/postgres-pool.ts";
import type { Store } from "../stores/store.ts";

/** Takes a pool alone: the package `pg` cannot be looked up on this platform. */
export function postgresStore(pool: PostgresPool): Store {
  if (isPool(pool)) return { ...poolStore(pool), close: async () => {} };
  throw configError("postgresStore", "this platform cannot open a URL; expected a Pool of pg");
}

/** Refuses: the platform has no files. */
export function sqliteStore(): never {
  throw configError("sqliteStore", "this platform has no files; expected another store, such as a database of the platform");
}

/** Refuses: the platform has no servers of Node. */
export function toNodeListener(): never {
  throw configError("toNodeListener", "this platform has no servers of Node; call the proxy with the Request");
}

/** Refuses: the platform has no servers of Node. */
export function setServerTimeouts(): never {
  throw configError("setServerTimeouts", "this platform has no servers of Node; the platform itself limits slow clients");
}

/** Refuses: the platform has no servers of Node. */
export function attachProxy(): never {
  throw configError("attachProxy", "this platform has no servers of Node; call the proxy with the Request");
}

/** Refuses: the platform has no servers of Node. */
export function toFastifyPlugin(): never {
  throw configError("toFastifyPlugin", "this platform has no servers of Node; call the proxy with the Request");
}

/** Refuses: the platform has no servers of Node. */
export function toKoaMiddleware(): never {
  throw configError("toKoaMiddleware", "this platform has no servers of Node; call the proxy with the Request");
}

/** Refuses: the function locks a local file by modules of Node. */
export function libsqlStore(): never {
  throw configError("libsqlStore", "this platform has no files; expected another store, such as a database of the platform");
}
