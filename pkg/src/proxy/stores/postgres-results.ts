// Results and errors of PostgreSQL, the same for every driver.

import { faultError, type Fault } from "../errors/fault.ts";
import { property } from "../property.ts";
import { toRow, type Row } from "./values.ts";

/** A column of a result: its name, and PostgreSQL's own number of its type. */
export type Column = { name: string; dataTypeID: number };

/** The types of whole numbers, by PostgreSQL's own numbers: int8, int2, int4. */
const WHOLE_TYPES: readonly number[] = [20, 21, 23];

const UNIQUE_VIOLATION = "23505";

/** PostgreSQL's codes of errors. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Returns each value as text, whatever parsers the merchant's program has set. */
export const asText: { getTypeParser(): (value: unknown) => string } = { getTypeParser: () => String };

/** Converts rows whose whole numbers may be texts, numbers or `bigint`. */
export function toRows(rows: readonly unknown[], columns: readonly Column[]): Row[] {
  const whole = columns.filter(({ dataTypeID }) => WHOLE_TYPES.includes(dataTypeID)).map(({ name }) => name);
  return rows.map((row) => toRow(row, (name, value) => value !== null && whole.includes(name)));
}

/** Runs a driver's function. Replaces its error by a fault, because the driver's text may quote a value. */
export async function withoutText<Result>(run: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw toFault(error);
  }
}

function toFault(error: unknown): Fault {
  const code = String(property(error, "code") ?? "");
  if (code === UNIQUE_VIOLATION) return faultError("unique violation", code);
  if (SQLSTATE.test(code) && code !== "EPIPE") return faultError("refused by the database", code);
  return faultError("io", isOfTls(error, code) ? "tls" : /^[A-Z_]{3,40}$/.exec(code)?.[0]);
}

/** Returns true if the server offers no TLS, or no certificate that can be verified. */
function isOfTls(error: unknown, code: string): boolean {
  const message = property(error, "message");
  return /CERT|SSL|TLS|ISSUER|SIGNATURE/.test(code) || message === "The server does not support SSL connections";
}
