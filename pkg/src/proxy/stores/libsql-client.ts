// The client of @libsql/client, as far as it is used.

/**
 * A statement with its values, as `@libsql/client` takes it.
 *
 * @example
 * ```ts
 * import type { LibsqlStatement } from "ivy-data-session/proxy";
 *
 * const statement: LibsqlStatement = { sql: "SELECT ? AS one", args: [1n] };
 * console.log(statement.args.length); // 1
 * ```
 */
export type LibsqlStatement = { sql: string; args: (string | bigint | null)[] };

/**
 * A result of `@libsql/client`, as far as it is used.
 *
 * @example
 * ```ts
 * import type { LibsqlResult } from "ivy-data-session/proxy";
 *
 * const nothing: LibsqlResult = { columns: [], rows: [], rowsAffected: 0 };
 * console.log(nothing.rows.length); // 0
 * ```
 */
export type LibsqlResult = { columns: readonly string[]; rows: readonly unknown[]; rowsAffected: number };

/**
 * A client of `@libsql/client`, as far as it is used.
 *
 * @example
 * ```ts
 * import { libsqlStore, type LibsqlClient } from "ivy-data-session/proxy";
 *
 * const storeOf = (client: LibsqlClient) => libsqlStore(client);
 * console.log(storeOf.length); // 1
 * ```
 */
export type LibsqlClient = {
  /** `file` for a database of this machine. */
  protocol: string;
  /** Runs a statement. */
  execute(statement: LibsqlStatement): Promise<LibsqlResult>;
  /** Runs statements as one transaction. */
  batch(statements: LibsqlStatement[], mode: "write" | "deferred"): Promise<LibsqlResult[]>;
  /** Brings a replica up to date. */
  sync(): Promise<unknown>;
};
