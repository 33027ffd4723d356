// The table of sessions in Turso or another libSQL, by @libsql/client.

import { faultError } from "../errors/fault.ts";
import { property } from "../property.ts";
import { withoutText } from "./hosted-sqlite-error.ts";
import type { LibsqlClient, LibsqlResult, LibsqlStatement } from "./libsql-client.ts";
import { claimFile, overFile } from "./libsql-file.ts";
import { placeholders } from "./placeholders.ts";
import { isFor, wrongValue } from "./recognize.ts";
import { splitScript } from "./split-script.ts";
import type { Store } from "./store.ts";
import { checkValues, toNumber, toRow, type Row, type SqlValue } from "./values.ts";

/**
 * Keeps the sessions in Turso or another libSQL, by a client of `@libsql/client`: `libsqlStore(createClient({ url, authToken }))`.
 * A remote database is for any number of proxies. Its provider keeps deleted rows for its own time, such as for a restore.
 *
 * A client of a local file is for one process, and a second one is refused. The rights of the file are yours, and its
 * statements run in your own thread; `sqliteStore(path)` protects the file and runs them in another one. A replica
 * (`syncUrl`) is refused at the first request, because it lacks what others have written meanwhile.
 *
 * @throws an `IvyError` with the code `misconfigured` if the value is no client of `@libsql/client`
 *
 * @example
 * ```ts
 * import { libsqlStore, type LibsqlClient } from "ivy-data-session/proxy";
 *
 * const storeOf = (client: LibsqlClient) => libsqlStore(client); // libsqlStore(createClient({ url, authToken }))
 * console.log(storeOf.length); // 1
 * ```
 */
export function libsqlStore(client: LibsqlClient): Store {
  const given: unknown = client;
  if (!isFor("libsqlStore", given, ["execute", "batch", "executeMultiple"])) {
    throw wrongValue("libsqlStore", given, "a client that createClient() of @libsql/client returns");
  }
  const isFile = client.protocol === "file";
  const database = isFile ? overFile(client) : client;
  let ready: Promise<() => void> | undefined;

  const prepare = async (): Promise<() => void> => {
    await checkNumbers(client);
    return isFile ? claimFile(client) : () => {};
  };
  /** Runs a driver's function, the first time after the client was checked. After a fault the next one checks again. */
  const perform = <Result>(run: () => Promise<Result>): Promise<Result> =>
    withoutText(async () => {
      ready ??= prepare().catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
      await ready;
      return run();
    });
  const run = async (sql: string, values: readonly SqlValue[]): Promise<LibsqlResult> => {
    const statement = toStatement(sql, values);
    return perform(() => database.execute(statement));
  };
  return {
    dialect: "sqlite",
    hosted: !isFile,
    execute: async (sql, values) => {
      const { columns, rows, rowsAffected } = await run(sql, values);
      // The driver counts no rows of a statement that returns rows.
      return columns.length > 0 ? rows.length : toNumber(rowsAffected);
    },
    query: async (sql, values) => {
      const { columns, rows } = await run(sql, values);
      return rows.map((row) => toPlainRow(row, columns));
    },
    script: async (sql) => {
      const statements = splitScript(sql).map((statement) => ({ sql: statement, args: [] }));
      if (statements.length > 0) await perform(() => database.batch(statements, "write"));
    },
    close: async () => {
      const claimed = ready;
      ready = undefined;
      const release = await claimed?.catch(() => undefined);
      release?.();
    },
  };
}

function toStatement(sql: string, values: readonly SqlValue[]): LibsqlStatement {
  checkValues(values);
  const { text, arrange } = placeholders(sql);
  // The client binds every number as a fraction.
  return { sql: text, args: arrange(values).map((value) => (typeof value === "number" ? BigInt(value) : value)) };
}

/** A row of the client also has its columns by number, which are hidden in some versions alone. */
function toPlainRow(row: unknown, columns: readonly string[]): Row {
  const named = Object.fromEntries(columns.map((name) => [name, property(row, name)]));
  return toRow(named, (_, value) => typeof value === "number" || typeof value === "bigint");
}

/**
 * Checks that whole numbers do not arrive as texts.
 *
 * @throws a {@link Fault} for the client's option `intMode: "string"`
 */
async function checkNumbers(client: LibsqlClient): Promise<void> {
  const { rows } = await client.execute({ sql: "SELECT 1 AS one", args: [] });
  if (typeof property(rows[0], "one") === "string") throw faultError("refused by the database", "int_mode");
}
