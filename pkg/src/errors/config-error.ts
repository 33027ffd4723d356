// Errors about options and arguments of the caller.

import type { IssueCode } from "../model/words.ts";
import type { Issue } from "./issue.ts";
import { isIvyError, ivyError, type IvyError } from "./ivy-error.ts";

/** Makes an error with issues of the caller's input. Its message is the first of them. */
export function invalid(issues: Issue[]): IvyError {
  return ivyError("validation_failed", firstOf(issues), { issues });
}

/** Returns the message of the first issue, with the number of the others. */
export function firstOf([first, ...others]: readonly Issue[]): string {
  const more = others.length;
  return (first?.message ?? "") + (more > 0 ? ` (and ${more} more issue${more > 1 ? "s" : ""})` : "");
}

/** Makes an issue about an option or an argument. The message starts with the path, in the form `a.b[0]`, if it has a name. */
export function issue(path: (string | number)[], code: IssueCode, problem: string): Issue {
  const place = path.map((step) => (typeof step === "string" ? `.${step}` : `[${step}]`)).join("");
  return { path, code, message: typeof path[0] === "string" ? `${place.slice(1)}: ${problem}` : problem };
}

/** Throws an error with one issue. */
export function refuse(path: (string | number)[], problem: string, code: IssueCode = "type"): never {
  throw invalid([issue(path, code, problem)]);
}

/** Returns an error with the name of the function that was called wrongly before its message. Other errors stay as they are. */
export function named(name: string, error: unknown): unknown {
  if (!isIvyError(error) || !/^(validation_failed|unsupported)$/.test(error.code)) return error;
  return ivyError(error.code, `${name}: ${error.message}`, error);
}
