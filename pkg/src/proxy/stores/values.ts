// Values on their way into a database and back, the same for all databases.

import { faultError } from "../errors/fault.ts";

/** A value of a statement or of a row. */
export type SqlValue = string | number | null;

/** A row by the names of its columns. */
export type Row = Record<string, SqlValue>;

/**
 * Refuses values that the databases would store differently. SQLite's drivers cut a text at a NUL when they read it,
 * PostgreSQL takes none.
 *
 * @throws a {@link Fault}
 */
export function checkValues(values: readonly SqlValue[]): void {
  const isStorable = (value: SqlValue) =>
    value === null || (typeof value === "string" && !value.includes("\0")) || Number.isSafeInteger(value);
  if (!values.every(isStorable)) throw faultError("refused by the database");
}

/**
 * Converts a row as a driver returns it.
 *
 * @param isWhole returns true for a whole number
 * @throws a {@link Fault} for a number that JavaScript would round
 */
export function toRow(given: unknown, isWhole: (name: string, value: unknown) => boolean): Row {
  const entries = Object.entries(given ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, isWhole(name, value) ? toNumber(value) : value]));
}

/**
 * Returns a whole number that a database gave as a text, a `bigint` or a number.
 *
 * @throws a {@link Fault} for a number that JavaScript would round
 */
export function toNumber(whole: unknown): number {
  const value = Number(whole);
  if (!Number.isSafeInteger(value)) throw faultError("other");
  return value;
}
