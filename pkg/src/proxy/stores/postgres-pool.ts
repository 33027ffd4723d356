// The table of sessions in PostgreSQL, by a pool that exists.

import { faultError } from "../errors/fault.ts";
import { property } from "../property.ts";
import type { Store } from "./store.ts";
import { checkValues, toRow, type SqlValue } from "./values.ts";

/**
 * A `Pool` of `pg`, as far as it is used.
 *
 * @example
 * ```ts
 * import { postgresStore, type PostgresPool } from "ivy-data-session/proxy";
 *
 * const pool: PostgresPool = { query: async () => ({ rows: [{ word: "there" }], rowCount: 1, fields: [] }) };
 * console.log((await postgresStore(pool).query("SELECT 'there' AS word", []))[0]?.word); // there
 * ```
 */
export type PostgresPool = {
  /** Runs a statement. */
  query(
    statement: string | { text: string; values: (string | number | null)[]; types: { getTypeParser(): (value: unknown) => string } },
  ): Promise<{ rows: readonly unknown[]; rowCount: number | null; fields: readonly { name: string; dataTypeID: number }[] }>;
};

/** The types of whole numbers, by PostgreSQL's own numbers: int8, int2, int4. */
const WHOLE_TYPES: readonly number[] = [20, 21, 23];

const UNIQUE_VIOLATION = "23505";

/** PostgreSQL's codes of errors. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Returns each value as text, whatever parsers the merchant's program has set in `pg`. */
const types = { getTypeParser: () => String };

/** Returns true for a pool of `pg`, or for an object of that form. */
export function isPool(place: unknown): place is PostgresPool {
  return typeof property(place, "query") === "function";
}

/** Returns the store of a pool. */
export function poolStore(pool: PostgresPool): Omit<Store, "close"> {
  return {
    dialect: "postgres",
    execute: async (sql, values) => (await run(pool, sql, values)).rowCount ?? 0,
    query: async (sql, values) => {
      const { rows, fields } = await run(pool, sql, values);
      const whole = fields.filter(({ dataTypeID }) => WHOLE_TYPES.includes(dataTypeID)).map(({ name }) => name);
      return rows.map((row) => toRow(row, (name, value) => value !== null && whole.includes(name)));
    },
    script: async (sql) => {
      // Without values PostgreSQL takes several statements, and runs them as one transaction.
      await withoutText(pool.query(sql));
    },
  };
}

async function run(pool: PostgresPool, text: string, values: readonly SqlValue[]): ReturnType<PostgresPool["query"]> {
  checkValues(values);
  return withoutText(pool.query({ text, values: [...values], types }));
}

/** Replaces the driver's own error by a fault, because the driver's text may quote a value. */
async function withoutText<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    const code = String(property(error, "code") ?? "");
    if (code === UNIQUE_VIOLATION) throw faultError("unique violation", code);
    if (SQLSTATE.test(code) && code !== "EPIPE") throw faultError("refused by the database", code);
    throw faultError("io", isOfTls(error, code) ? "tls" : /^[A-Z]{3,20}$/.exec(code)?.[0]);
  }
}

/** Returns true if the server offers no TLS, or no certificate that can be verified. */
function isOfTls(error: unknown, code: string): boolean {
  const message = property(error, "message");
  return /CERT|SSL|TLS|ISSUER|SIGNATURE/.test(code) || message === "The server does not support SSL connections";
}
