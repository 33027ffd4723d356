// Returns true if two plain values are equal. Key order is ignored, and an `undefined` member equals a missing one.

export function isEqual(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const present = (value) => Object.keys(value).filter((key) => value[key] !== undefined);
  const keys = present(one);
  return keys.length === present(other).length && keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]));
}
