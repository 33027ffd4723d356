// Any JavaScript value as one string: JSON, with a sentinel of two characters for each value that JSON lacks. The library
// reads it and reports the path of each sentinel in an issue. So no input of a caller can make the walk fail.
//
// | sentinel | value |
// |---|---|
// | `!u` | `undefined` at the top or in an array; an undefined member is left out, as JSON.stringify does |
// | `!f` `!s` `!b` | a function, a symbol, a BigInt |
// | `!n` | NaN, Infinity, -Infinity |
// | `!c` | an object inside itself |
// | `!g` | a property whose getter threw |
// | `!l` | a string with an unpaired surrogate; a member with such a key, under the key U+FFFD |
// | `!x` | an object that is neither plain nor an array |
// | `!d` | nested deeper than 64, or more values than allowed |
//
// `toJSON` is never called, each property is read once, and a key `__proto__` is a key like any other.

const MAX_DEPTH = 64;

/** The greatest number of values in a request. */
const MAX_VALUES = 20_000;

/** Matches unpaired surrogates only: with the flag `u` a pair is one character. UTF-8 cannot represent them. */
export const UNPAIRED_SURROGATES: RegExp = /\p{Surrogate}/gu;

/** Matches a string that needs no escapes in JSON. */
const PLAIN = /^[ !#-[\]-~]*$/;

const SENTINELS: Partial<Record<string, string>> = { undefined: "!u", function: "!f", symbol: "!s", bigint: "!b" };

/** The state of one walk. `unpaired` replaces a string with an unpaired surrogate. */
type Walk = { left: number; ancestors: object[]; unpaired: string };

/** Encodes a value. It may contain `maxValues` values, itself included. `unpaired` replaces the sentinel `!l`. */
export function encode(value: unknown, maxValues: number = MAX_VALUES, unpaired: string = "!l"): string {
  return encodeAny(value, { left: maxValues, ancestors: [], unpaired });
}

function encodeAny(value: unknown, walk: Walk): string {
  if (walk.left-- <= 0) return "!d";
  if (typeof value === "string") return encodeString(value, walk.unpaired);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "!n";
  if (typeof value === "boolean" || value === null) return String(value);
  // The table has every other type.
  return SENTINELS[typeof value] ?? encodeObject(value as object, walk);
}

function encodeString(text: string, unpaired: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return text.search(UNPAIRED_SURROGATES) < 0 ? JSON.stringify(text) : unpaired;
}

function encodeObject(object: object, walk: Walk): string {
  if (walk.ancestors.includes(object)) return "!c";
  if (walk.ancestors.length >= MAX_DEPTH) return "!d";
  walk.ancestors.push(object);
  try {
    return Array.isArray(object) ? encodeArray(object, walk) : encodeMembers(object, walk);
  } catch {
    // A `Proxy` whose traps throw.
    return "!x";
  } finally {
    walk.ancestors.pop();
  }
}

function encodeArray(array: unknown[], walk: Walk): string {
  let items = "";
  let before = "";
  // Counted down by `left`: a sparse array, or one with a wrong `length`, may seem endless.
  for (let index = 0, { length } = array; index < length && walk.left >= 0; index++) {
    items += before + encodeProperty(array, index, walk);
    before = ",";
  }
  return `[${items}]`;
}

function encodeMembers(object: object, walk: Walk): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  // A plain object of another frame has that frame's `Object.prototype`, which also ends its chain.
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) return "!x";
  let members = "";
  let before = "";
  for (const key of Object.keys(object)) {
    if (walk.left < 0) break;
    const value = encodeProperty(object, key, walk);
    if (value === "!u") continue;
    const name = encodeString(key, "");
    members += name ? `${before}${name}:${value}` : `${before}"\ufffd":${walk.unpaired}`;
    before = ",";
  }
  return `{${members}}`;
}

function encodeProperty(object: object, key: string | number, walk: Walk): string {
  let value: unknown;
  try {
    // The key is one of the object's own.
    value = object[key as keyof object];
  } catch {
    walk.left--;
    return "!g";
  }
  return encodeAny(value, walk);
}
