// Errors of SQLite at a provider: D1 and Turso. The code may be in a property, or in the text alone.

import { faultError, isFault, type Fault } from "../errors/fault.ts";
import { property } from "../property.ts";

/** SQLite's codes. The text of D1 ends with one. */
const CODE = /\bSQLITE_[A-Z_]{2,33}\b/;

/** SQLite's own words. A code without its extension does not tell a UNIQUE from a CHECK. */
const TAKEN = /\bUNIQUE constraint failed\b/;

/** Runs a driver's function. Replaces its error by a fault, because the driver's text may quote a value. */
export async function withoutText<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw isFault(error) ? error : toFault(error);
  }
}

function toFault(error: unknown): Fault {
  const [message, code, extended] = ["message", "code", "extendedCode"].map((name) => String(property(error, name) ?? ""));
  const reason = [extended, code, message].map((text) => CODE.exec(text ?? "")?.[0]).find((found) => found !== undefined);
  // A driver that would round a number throws an error of the language.
  if (property(error, "name") === "RangeError") return faultError("other");
  if (TAKEN.test(message ?? "")) return faultError("unique violation", reason);
  return reason === undefined ? faultError("io", /^[A-Z_]{3,40}$/.exec(code ?? "")?.[0]) : faultError("refused by the database", reason);
}
