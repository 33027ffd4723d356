// Options that have the same form: objects of options, and lists of names.

import { refuse } from "../errors/config-error.ts";
import { isObject } from "../shared/values.ts";

/** Matches the name of a field or a permission that Ivy may have added since. */
const NAME = /^[\w$.:-]{1,100}$/;

/**
 * Checks a list of names and returns a copy of it. `pattern` matches a valid name, and `expected` describes one. Without a
 * list there are no names.
 */
export function nameList(names: unknown, option: string, pattern: RegExp = NAME, expected = "names of letters, digits and _ $ . : -"): string[] {
  if (names === undefined) return [];
  const message = `expected a list of ${expected}`;
  if (!Array.isArray(names)) refuse([option], message);
  const list: unknown[] = [...names];
  return list.map((name, at) => {
    if (typeof name !== "string" || !pattern.test(name)) refuse([option, at], message);
    return name;
  });
}

/** Checks that options are an object. */
export function checkObject(options: unknown): asserts options is Record<string, unknown> {
  if (!isObject(options)) refuse([], `options ${options === undefined ? "are missing" : "are no object"}; expected an object`);
}
