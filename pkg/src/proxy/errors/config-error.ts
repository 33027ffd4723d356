// Errors of a proxy that is set up wrongly.

import { ivyError, type IvyError } from "../../errors/ivy-error.ts";
import { property } from "../property.ts";

/**
 * Makes an error about an option or an argument.
 *
 * @param option the option, or the function with its argument
 * @param problem the problem and the expected value, in words; never the value that was given
 */
export function configError(option: string, problem: string): IvyError {
  return misconfigured(`${option}: ${problem}`);
}

/** Makes an error from a sentence that names the option already, as those of the core do. */
export function misconfigured(message: string): IvyError {
  return ivyError("misconfigured", message);
}

/**
 * Makes the error for a value of the wrong kind, such as `store is a string; expected a store`. The value itself is not named.
 *
 * @param name the option or the argument
 * @param expected the expected value, in words
 */
export function wrongKind(name: string, value: unknown, expected: string): IvyError {
  return misconfigured(`${name} is ${kindOf(value)}; expected ${expected}`);
}

/** Runs a check. Its errors are about the function `name`. */
export function inFunction<Result>(name: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (property(error, "code") !== "misconfigured") throw error;
    throw configError(name, String(property(error, "message")));
  }
}

/** Returns the kind of a value, as messages name it. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "string") return value.trim() === "" ? "empty" : "a string";
  if (Array.isArray(value)) return value.length === 0 ? "empty" : "a list";
  return /^[aeiou]/.test(typeof value) ? `an ${typeof value}` : `a ${typeof value}`;
}
