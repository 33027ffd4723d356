// Errors about options and arguments of the caller.

import type { IssueCode } from "../model/words.ts";
import type { Issue } from "./issue.ts";
import { ivyError, type IvyError } from "./ivy-error.ts";

/** Makes an error with issues of the caller's input. */
export function invalid(issues: Issue[], message = "the input breaks the rules; see issues"): IvyError {
  return ivyError("validation_failed", message, { issues });
}

/**
 * Makes an issue about an option or an argument. The message starts with the name of the option, if the path does.
 */
export function issue(path: (string | number)[], code: IssueCode, expected: string): Issue {
  return { path, code, message: typeof path[0] === "string" ? `${path[0]}: ${expected}` : expected };
}

/** Throws an error with one issue. */
export function refuse(path: (string | number)[], expected: string, code: IssueCode = "type"): never {
  throw invalid([issue(path, code, expected)]);
}
