// The options of `recallBank` and `connectBank`.

import type { CallOptions } from "../calls/call.ts";
import { checkObject } from "../check/name-list.ts";
import { invalid, issue } from "../errors/config-error.ts";
import type { Issue } from "../errors/issue.ts";
import type { IssueCode, Permission } from "../model/words.ts";
import { unknownName } from "../shared/suggest.ts";
import { isObject } from "../shared/values.ts";
import type { GivenList } from "./list-ahead.ts";

/**
 * The options of {@link Client.recallBank} and {@link Client.connectBank}.
 *
 * @example
 * ```ts
 * import type { ConnectOptions } from "ivy-data-session";
 *
 * const options: ConnectOptions = { maxAgeDays: 90, require: ["identity", "accounts"] };
 * console.log(options.fresh ?? false); // false
 * ```
 */
export type ConnectOptions = CallOptions & {
  /** The greatest age of a past session, in days. If it is set, a session of unknown age is not reused. */
  maxAgeDays?: number | undefined;
  /** The permissions whose data a past session must hold; default those of the request. */
  require?: readonly Permission[] | undefined;
  /** True if the shopper asked for another bank: past sessions are not looked up. */
  fresh?: boolean | undefined;
  /**
   * The list of the signed-in customer's past sessions, if the page has asked for it already, or a promise of it. It is checked
   * as any other; if it cannot be used, the proxy is asked again, once. It is used for one call.
   */
  list?: GivenList | PromiseLike<GivenList> | undefined;
  /**
   * The outcome that the page's server has rendered: `initial` of the proxy's `recall`. No request is sent then. The proxy is
   * asked if the text cannot be read, is too old, or is for another customer.
   */
  initial?: string | undefined;
  /** The greatest age of `initial`, in milliseconds. Default 300,000. */
  initialMaxAgeMs?: number | undefined;
};

/** The criteria for past sessions. */
export type Criteria = { maxAgeDays?: number | undefined; required?: string[] | undefined; fresh: boolean };

/** The checked options. */
type CheckedOptions = Criteria & Pick<ConnectOptions, "signal" | "initial" | "initialMaxAgeMs"> & { list: unknown };

/** The names of the options. */
const NAMES: readonly string[] = ["maxAgeDays", "require", "fresh", "list", "initial", "initialMaxAgeMs", "signal"];

/** The permissions that Ivy documents (`src/model/permission.rs`). */
const PERMISSIONS: readonly Permission[] = ["identity", "match_identity", "accounts", "balance", "balances", "transactions"];

/**
 * Reads the options, each once. An unknown one is refused: a misspelled `maxAgeDays` would be no limit.
 */
export function connectOptions(given: unknown = {}, extraPermissions: string[]): CheckedOptions {
  checkObject(given);
  // `begin` checks the signal.
  const { signal, maxAgeDays, require, fresh = false, list, initial, initialMaxAgeMs, ...others } = given as Record<string, unknown> & { signal?: AbortSignal };
  const issues: Issue[] = [];
  const wrong = (path: Issue["path"], code: IssueCode, expected: string) => issues.push(issue(path, code, expected));
  const checkAge = (option: string, age: unknown, unit: string) => {
    const isNumber = typeof age === "number" && Number.isFinite(age);
    if (age !== undefined && !(isNumber && age >= 0)) wrong([option], isNumber ? "out_of_range" : "type", `expected a number of ${unit}, 0 or more`);
  };
  checkAge("maxAgeDays", maxAgeDays, "days");
  checkAge("initialMaxAgeMs", initialMaxAgeMs, "milliseconds");
  if (initial !== undefined && typeof initial !== "string") wrong(["initial"], "type", "expected the text of the proxy's recall");
  if (typeof fresh !== "boolean") wrong(["fresh"], "type", "expected true or false");
  if (list !== undefined && !isObject(list)) wrong(["list"], "type", "expected a Response, a promise of one, or an object with a body");
  let required: string[] | undefined;
  if (Array.isArray(require)) {
    const names: unknown[] = [...require];
    const known: string[] = [...PERMISSIONS, ...extraPermissions];
    required = names as string[];
    names.forEach((name, at) => {
      if (typeof name !== "string" || !known.includes(name)) wrong(["require", at], "invalid_permission", typeof name === "string" ? unknownName("permission", name, known) : "expected a permission");
    });
  } else if (require !== undefined) {
    wrong(["require"], "type", "expected a list of permissions");
  }
  Object.keys(others).forEach((name, at) => {
    if (others[name] !== undefined) wrong([at], "unknown_field", unknownName("option", name, NAMES));
  });
  if (issues.length > 0) throw invalid(issues);
  // A value of another type is among the issues.
  const checked = { maxAgeDays, initial, initialMaxAgeMs, fresh } as Pick<CheckedOptions, "maxAgeDays" | "initial" | "initialMaxAgeMs" | "fresh">;
  return { signal, list, required, ...checked };
}
