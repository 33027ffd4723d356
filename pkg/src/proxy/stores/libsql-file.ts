// A local file of @libsql/client: used by one process at a time, and without the remains of deleted data.

import { faultError } from "../errors/fault.ts";
import { property } from "../property.ts";
import type { LibsqlClient, LibsqlResult, LibsqlStatement } from "./libsql-client.ts";
import { sqliteDriver } from "./sqlite-driver.ts";
import { lock } from "./sqlite-file.ts";
import { SECURE_DELETE } from "./sqlite-setup.ts";
import { patiently } from "./sqlite-wait.ts";

/** Statements that SQLite does not run, or that have no effect, within a transaction. */
const ALONE = /^\s*(VACUUM|PRAGMA)\b/i;

/** The driver's words for a file that is no replica of a remote database. */
const NO_REPLICA = /sync ?(is )?not ?supported/i;

/**
 * Returns the client with `secure_delete` on for every statement: the client has several connections, and opens them when it
 * likes. Each statement waits for another connection's lock.
 */
export function overFile(client: LibsqlClient): Pick<LibsqlClient, "execute" | "batch"> {
  const batch = async (statements: LibsqlStatement[], mode: "write" | "deferred"): Promise<LibsqlResult[]> => {
    const [, ...results] = await patiently(() => client.batch([{ sql: SECURE_DELETE, args: [] }, ...statements], mode));
    return results;
  };
  return {
    batch,
    execute: async (statement) => {
      if (ALONE.test(statement.sql)) return patiently(() => client.execute(statement));
      const [result] = await batch([statement], "deferred");
      if (result === undefined) throw faultError("other");
      return result;
    },
  };
}

/**
 * Locks the client's file for this process, if it has one.
 *
 * @returns a function that releases the lock
 * @throws a {@link Fault} if another process uses the file, if it is a replica, or if there is no driver for the lock
 */
export async function claimFile(client: LibsqlClient): Promise<() => void> {
  if (await isReplica(client)) throw faultError("refused by the database", "replica");
  const { rows } = await client.execute({ sql: "PRAGMA database_list", args: [] });
  const file = property(rows.find((row) => property(row, "name") === "main"), "file");
  return typeof file === "string" && file !== "" ? claimed(file) : () => {};
}

/** Returns true if the file is a copy of a remote database: it lacks what others have written since it was read. */
async function isReplica(client: LibsqlClient): Promise<boolean> {
  try {
    await client.sync();
    return true;
  } catch (error) {
    return !NO_REPLICA.test(String(property(error, "message")));
  }
}

function claimed(file: string): () => void {
  const open = opener();
  try {
    return lock(file, open);
  } catch (error) {
    throw property(error, "code") === "misconfigured" ? faultError("refused by the database", "in_use") : error;
  }
}

function opener(): ReturnType<typeof sqliteDriver>["open"] {
  try {
    return sqliteDriver().open;
  } catch {
    throw faultError("refused by the database", "no_driver");
  }
}
