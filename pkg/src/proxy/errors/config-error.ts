// Errors of a proxy that is set up wrongly.

import { ivyError, type IvyError } from "../../errors/ivy-error.ts";

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
