// Errors of SQLite's drivers.

import { faultError, isFault, type Fault } from "../errors/fault.ts";
import { property } from "../property.ts";

/** SQLite's own codes for a value that is there already: SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const TAKEN: readonly unknown[] = [1555, 2067, "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"];

/** SQLite's own code for a lock that another connection holds. */
const BUSY = 5;

/** Returns the code of a driver's or the file system's error. `node:sqlite` has a number in `errcode`. */
function codeOf(error: unknown): unknown {
  return property(error, "errcode") ?? property(error, "code");
}

/** Returns true for SQLITE_BUSY and its extended codes: another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return typeof code === "number" ? (code & 0xff) === BUSY : String(code).startsWith("SQLITE_BUSY");
}

/** Returns the code of an error if it is a word or a number that quotes nothing, or else `other`. */
export function safeCode(error: unknown): string {
  const code = String(codeOf(error) ?? "");
  return /^(\d{1,5}|[A-Z_]{2,40})$/.test(code) ? code : "other";
}

/** Returns the fault for a driver's error, because the driver's own text may quote a value. */
export function toFault(error: unknown): Fault {
  if (isFault(error)) return error;
  return faultError(TAKEN.includes(codeOf(error)) ? "unique violation" : "refused by the database", safeCode(error));
}
