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
  /**
   * True for an SQLite that a provider runs: several processes may share it, and the proxy sends none of the statements that
   * are for files alone (`VACUUM`, `PRAGMA`). By default SQLite is a file that this process alone uses.
   */
  hosted?: boolean | undefined;
  /** Runs one statement with `$1`, `$2` for the values; returns the number of rows that it changed. */
  execute(sql: string, values: readonly (string | number | null)[]): Promise<number>;
  /** Runs one statement, likewise; returns its rows, with whole numbers as numbers. */
  query(sql: string, values: readonly (string | number | null)[]): Promise<readonly Record<string, string | number | null>[]>;
  /**
   * Runs several statements: all of them or none. SQLite gets the transaction in the text, from `BEGIN IMMEDIATE` to `COMMIT`.
   */
  script(sql: string): Promise<void>;
  /** Closes the connections that this package has opened. */
  close?(): Promise<void>;
};
