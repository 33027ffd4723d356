// The table of sessions in PostgreSQL, by its URL or by a pool.

import { configError } from "../errors/config-error.ts";
import { property } from "../property.ts";
import { missingPackage, optionalPackage } from "./optional-package.ts";
import { isPool, poolStore, type PostgresPool } from "./postgres-pool.ts";
import { connection, UNREADABLE } from "./postgres-url.ts";
import { wrongValue } from "./recognize.ts";
import type { Store } from "./store.ts";

/** A pool that this package has opened. */
type OwnPool = PostgresPool & {
  on(event: "error", listener: () => void): unknown;
  end(): Promise<void>;
};

/** The class `Pool` of `pg`. */
type PoolClass = new (options: object) => OwnPool;

/** The size of a pool: enough for one proxy, as each request holds a connection for one statement at a time. */
const CONNECTIONS = 8;

/** Milliseconds to wait for a connection. */
const ACQUIRE_MS = 5000;

/**
 * Keeps the sessions in PostgreSQL, for any number of proxies, by the package `pg`. A `Pool` that you have made is taken
 * as it is; put a listener on its `error` event, as `pg` asks for. The `Pool` of `@neondatabase/serverless` is one of `pg`.
 *
 * A server on another machine is connected to with TLS, and its certificate is verified for the host's name
 * (`sslmode=verify-full`; `require`, `prefer` and `allow` mean the same). `sslrootcert` in the URL names the file of a
 * certificate authority that is not public. Less protection has to be in the URL: `sslmode=verify-ca` does not verify the
 * name, `no-verify` verifies nothing, `disable` uses no TLS. The TLS options of a `Pool` are yours.
 *
 * @throws an `IvyError` with the code `misconfigured` if `pg` is not installed, or if the URL is none
 *
 * @example
 * ```ts
 * import { postgresStore } from "ivy-data-session/proxy";
 *
 * const store = postgresStore("postgres://shop@localhost/shop");
 * console.log(store.dialect); // postgres
 * await store.close?.();
 * ```
 */
export function postgresStore(place: string | PostgresPool): Store {
  if (isPool(place)) return { ...poolStore(place), close: async () => {} };
  if (typeof place !== "string" || !/^postgres(ql)?:\/\//.test(place)) {
    throw wrongValue("postgresStore", place, "a URL that begins with postgres://, or a Pool of pg");
  }
  const pool = open(place);
  return { ...poolStore(pool), close: () => pool.end() };
}

function open(url: string): OwnPool {
  const options = connection(url, process.env);
  const Pool = property(optionalPackage("pg")?.exported, "Pool");
  if (!isPoolClass(Pool)) throw missingPackage("postgresStore: pg not found", ["pg"], "a Pool");
  const pool = connect(Pool, options);
  // An error of an idle connection would end the process. The next statement gets another connection.
  pool.on("error", () => {});
  return pool;
}

function isPoolClass(value: unknown): value is PoolClass {
  return typeof value === "function";
}

function connect(Pool: PoolClass, options: object): OwnPool {
  try {
    return new Pool({ ...options, max: CONNECTIONS, connectionTimeoutMillis: ACQUIRE_MS });
  } catch {
    throw configError("postgresStore", UNREADABLE);
  }
}
