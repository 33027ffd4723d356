/**
 * The errors of the package, for code that handles them without the library: about 200 bytes, without WebAssembly.
 *
 * @module ivy-data-session/errors
 */
export type { IssueCode, IvyErrorCode } from "../model/words.ts";
export type { Issue } from "./issue.ts";
export { isIvyError } from "./ivy-error.ts";
export type { IvyError } from "./ivy-error.ts";
