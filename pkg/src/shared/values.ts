// Checks and conversions of values.

/** Checks if a value is an object with members, and not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the class that an object names itself by, in any realm. `instanceof` knows the classes of one realm only. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** The members of `T`, each absent instead of `undefined`. */
export type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Returns a copy without the members that are `undefined`. */
export function defined<T extends object>(members: T): Partial<Defined<T>> {
  const found: Partial<T> = {};
  // Errors are made by this function, also of a page that has replaced the methods of arrays.
  for (const name in members) if (Object.hasOwn(members, name) && members[name] !== undefined) found[name] = members[name];
  return found as Partial<Defined<T>>;
}

/** Returns the result of `use`, or `undefined` if it throws. */
export function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
