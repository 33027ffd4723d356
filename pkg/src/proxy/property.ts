// Properties of values of unknown type.

/** Returns a property of an object or a function; `undefined` for any other value, or if there is no such property. */
export function property(value: unknown, name: string): unknown {
  const hasProperties = (typeof value === "object" && value !== null) || typeof value === "function";
  return hasProperties ? Reflect.get(value, name) : undefined;
}
