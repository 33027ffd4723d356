/**
 * Small questions about values.
 */

/** Whether a value is an object with members, and no list. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
