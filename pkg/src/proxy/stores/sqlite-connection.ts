// The interface between the store and an open database of SQLite.

/** A value that every driver binds as a text, a whole number or NULL. Some drivers bind a number as a fraction. */
export type BoundValue = string | bigint | null;

/** An open database. Its functions reject with the driver's own error, or with a {@link Fault}. */
export type SqliteConnection = {
  /** Runs a statement; returns the number of rows that it changed. */
  run(sql: string, values: readonly BoundValue[]): Promise<number | bigint>;
  /** Runs a statement; returns its rows. */
  all(sql: string, values: readonly BoundValue[]): Promise<readonly unknown[]>;
  /** Runs a script. A script with a transaction of its own leaves none open. */
  script(sql: string): Promise<void>;
  /** Waits for the statements that have begun, and closes the database if this package has opened it. */
  close(): Promise<void>;
};
