/**
 * The second argument of `recallBank` and `connectBank`.
 */
import { invalid, issue } from "./errors.js";
import { checkObject } from "./names.js";

/** The permissions that Ivy documents (`src/model/permission.rs`). */
const PERMISSIONS = ["identity", "match_identity", "accounts", "balance", "balances", "transactions"];

/**
 * Reads the options, each once. An unknown one is refused: a misspelled limit on age would be no limit.
 *
 * @param {any} given
 * @param {string[]} extraPermissions
 */
export function connectOptions(given = {}, extraPermissions) {
  checkObject(given);
  const { signal, maxAgeDays, require, fresh = false, ...others } = given;
  const issues = [];
  const wrong = (path, code, expected) => issues.push(issue(path, code, expected));
  const isNumber = Number.isFinite(maxAgeDays);
  if (maxAgeDays !== undefined && !(isNumber && maxAgeDays >= 0)) {
    wrong(["maxAgeDays"], isNumber ? "out_of_range" : "type", "expected a number of days, 0 or more");
  }
  if (typeof fresh !== "boolean") wrong(["fresh"], "type", "expected true or false");
  /** @type {string[] | undefined} */
  let required;
  if (Array.isArray(require)) {
    required = Array.from(require);
    const known = [...PERMISSIONS, ...extraPermissions];
    required.forEach((name, at) => {
      if (!known.includes(name)) wrong(["require", at], "invalid_permission", "expected a list of permissions");
    });
  } else if (require !== undefined) {
    wrong(["require"], "type", "expected a list of permissions");
  }
  Object.values(others).forEach((value, at) => {
    if (value !== undefined) wrong([at], "unknown_field", "unknown option, expected maxAgeDays, require, fresh or signal");
  });
  if (issues.length > 0) throw invalid(issues);
  return { signal, maxAgeDays, required, fresh };
}
