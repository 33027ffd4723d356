/**
 * Any JavaScript value as one string: JSON, with a mark of two characters wherever JSON has no word. The library reads
 * it and names the place of each mark in an issue; so nothing that a caller hands in can make the walk fail.
 *
 * | mark | stands for |
 * |---|---|
 * | `!u` | `undefined` at the top or in an array; an undefined member is left out, as JSON.stringify does |
 * | `!f` `!s` `!b` | a function, a symbol, a BigInt |
 * | `!n` | NaN, Infinity, -Infinity |
 * | `!c` | an object inside itself |
 * | `!g` | a property whose getter threw |
 * | `!l` | a string with an unpaired surrogate; a member with such a key, under the key U+FFFD |
 * | `!x` | an object that is neither plain nor an array |
 * | `!d` | nested deeper than 64, or more values than allowed |
 *
 * `toJSON` is never called, each property is read once, and a key `__proto__` is a key like any other.
 */

const MAX_DEPTH = 64;

/** The most values that a request may have. */
const MAX_VALUES = 20_000;

/** With the flag `u` a pair of surrogates is one character, so that this finds the unpaired alone. */
const UNPAIRED_SURROGATE = /\p{Surrogate}/u;

/** A string that JSON has as it is, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

const MARKS = { undefined: "!u", function: "!f", symbol: "!s", bigint: "!b" };

/**
 * @param {unknown} value
 * @param {number} [maxValues] how many values it may have, itself included
 * @returns {string}
 */
export function encode(value, maxValues = MAX_VALUES) {
  return encodeAny(value, { left: maxValues, ancestors: [] });
}

/** Whether a string has a surrogate without its other half, which UTF-8 cannot hold. */
export function isUnpaired(text) {
  return UNPAIRED_SURROGATE.test(text);
}

function encodeAny(value, walk) {
  if (walk.left-- <= 0) return "!d";
  if (typeof value === "string") return encodeString(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "!n";
  if (typeof value === "boolean" || value === null) return String(value);
  return MARKS[typeof value] ?? encodeObject(value, walk);
}

function encodeString(text) {
  if (PLAIN.test(text)) return `"${text}"`;
  return isUnpaired(text) ? "!l" : JSON.stringify(text);
}

function encodeObject(object, walk) {
  if (walk.ancestors.includes(object)) return "!c";
  if (walk.ancestors.length >= MAX_DEPTH) return "!d";
  walk.ancestors.push(object);
  try {
    return Array.isArray(object) ? encodeArray(object, walk) : encodeMembers(object, walk);
  } catch {
    // A proxy whose traps throw.
    return "!x";
  } finally {
    walk.ancestors.pop();
  }
}

function encodeArray(array, walk) {
  let items = "";
  let before = "";
  // It may be sparse and say that it is endless.
  for (let index = 0, { length } = array; index < length && walk.left >= 0; index++) {
    items += before + encodeProperty(array, index, walk);
    before = ",";
  }
  return `[${items}]`;
}

function encodeMembers(object, walk) {
  const prototype = Object.getPrototypeOf(object);
  // An object of another frame has a prototype of its own, which ends the chain as this frame's does.
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) return "!x";
  let members = "";
  let before = "";
  for (const key of Object.keys(object)) {
    if (walk.left < 0) break;
    const value = encodeProperty(object, key, walk);
    if (value === "!u") continue;
    const name = encodeString(key);
    members += name === "!l" ? `${before}"\ufffd":!l` : `${before}${name}:${value}`;
    before = ",";
  }
  return `{${members}}`;
}

function encodeProperty(object, key, walk) {
  let value;
  try {
    value = object[key];
  } catch {
    walk.left--;
    return "!g";
  }
  return encodeAny(value, walk);
}
