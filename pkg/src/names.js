/**
 * Lists of names among the options.
 */
import { invalid } from "./errors.js";

/** A name of a field or a permission that Ivy may have added since. */
const NAME = /^[\w$.:-]{1,100}$/;

/**
 * Names as the library takes them: one string, separated by commas.
 *
 * @param {unknown} names a list of names, or undefined
 * @param {string} option which option it is
 * @param {RegExp} [pattern] what a name looks like
 * @param {string} [expected] the same in words
 */
export function nameList(names, option, pattern = NAME, expected = "names of letters, digits and _ $ . : -") {
  if (names === undefined) return "";
  const message = `${option}: expected a list of ${expected}`;
  if (!Array.isArray(names)) throw invalid([{ path: [option], code: "type", message }]);
  const list = Array.from(names);
  const wrong = list.findIndex((name) => typeof name !== "string" || !pattern.test(name));
  if (wrong >= 0) throw invalid([{ path: [option, wrong], code: "type", message }]);
  return list.join();
}
