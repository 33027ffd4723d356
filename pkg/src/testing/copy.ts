// Copies of plain data.

/** Returns a deep copy of plain objects and arrays. Errors, functions and signals are not copied. */
export function copy<T>(value: T): T {
  // A copy has the type of its original.
  return copyAny(value, new Map()) as T;
}

function copyAny(value: unknown, known: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const earlier = known.get(value);
  if (earlier) return earlier;
  // A test runner may have made the value in another realm, with another Object.prototype.
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain && !Array.isArray(value)) return value;
  const made = Array.isArray(value) ? [] : {};
  known.set(value, made);
  for (const [key, member] of Object.entries(value)) {
    Object.defineProperty(made, key, { value: copyAny(member, known), enumerable: true, writable: true, configurable: true });
  }
  return made;
}
