/**
 * Options that are alike: objects of them, and lists of names among them.
 */
import { refuse } from "./errors.js";
import { isObject } from "./values.js";

/** A name of a field or a permission that Ivy may have added since. */
const NAME = /^[\w$.:-]{1,100}$/;

/**
 * Checks a list of names and returns a copy of it.
 *
 * @param {unknown} names a list of names, or undefined
 * @param {string} option which option it is
 * @param {RegExp} [pattern] what a name looks like
 * @param {string} [expected] the same in words
 * @returns {string[]}
 */
export function nameList(names, option, pattern = NAME, expected = "names of letters, digits and _ $ . : -") {
  if (names === undefined) return [];
  const message = `expected a list of ${expected}`;
  if (!Array.isArray(names)) refuse([option], message);
  const list = Array.from(names);
  list.forEach((name, at) => {
    if (typeof name !== "string" || !pattern.test(name)) refuse([option, at], message);
  });
  return list;
}

/** Refuses options that are no object. */
export function checkObject(options) {
  if (!isObject(options)) refuse([], "expected the options as an object");
}
