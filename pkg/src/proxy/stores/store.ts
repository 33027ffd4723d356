// The interface between a proxy and its database.

/**
 * The table of sessions. {@link sqliteStore} and {@link postgresStore} make one; another database needs these functions.
 *
 * @example
 * ```ts
 * import { sqliteStore, type Store } from "ivy-data-session/proxy";
 *
 * const store: Store = sqliteStore(":memory:");
 * console.log((await store.query("SELECT 'there' AS word", []))[0]?.word); // there
 * await store.close?.();
 * ```
 */
export type Store = {
  /** The database whose SQL the store takes. */
  dialect: "sqlite" | "postgres";
  /** Runs one statement with `$1`, `$2` for the values; returns the number of rows that it changed. */
  execute(sql: string, values: readonly (string | number | null)[]): Promise<number>;
  /** Runs one statement, likewise; returns its rows, with whole numbers as numbers. */
  query(sql: string, values: readonly (string | number | null)[]): Promise<readonly Record<string, string | number | null>[]>;
  /** Runs several statements, in PostgreSQL as one transaction. */
  script(sql: string): Promise<void>;
  /** Closes the connections that this package has opened. */
  close?(): Promise<void>;
};
