/**
 * Values on their way into a database and back, the same for all of them.
 */
import { faulty } from "../errors/fault.js";

/** @typedef {string | number | null} Value */

/**
 * Refuses what one of the databases would store otherwise than the others: SQLite's drivers cut a text at a NUL when they
 * read it, PostgreSQL takes none.
 *
 * @param {readonly Value[]} values
 */
export function checkValues(values) {
  const isStorable = (value) => value === null || (typeof value === "string" && !value.includes("\0")) || Number.isSafeInteger(value);
  if (!values.every(isStorable)) throw faulty("refused by the database");
}

/**
 * A whole number as databases give it.
 *
 * @param {string | bigint | number} whole
 */
export function number(whole) {
  const value = Number(whole);
  if (!Number.isSafeInteger(value)) throw faulty("other");
  return value;
}
