/**
 * Small questions about values.
 */

/** Whether a value is an object with members, and no list. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind that an object says it is, of whatever realm: `instanceof` knows the classes of this one alone. */
export function kindOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Those members of an object that are not undefined. */
export function defined(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/**
 * What `use` gives; undefined where it throws.
 *
 * @template T
 * @param {() => T} use
 * @returns {T | undefined}
 */
export function attempt(use) {
  try {
    return use();
  } catch {
    return undefined;
  }
}
