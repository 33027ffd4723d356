// Unknown names, and the known name that a person probably meant.

/** Matches a name that a message may repeat. Another one could be a value, such as an account number or a key. */
const SHOWABLE = /^--[a-z-]{1,40}$|^[a-z_$]{1,40}$/i;

/** Returns the known name closest to a misspelled one, or `undefined` if none is close. Case is ignored. */
export function closest(word: string, known: readonly string[]): string | undefined {
  let found: string | undefined;
  let fewest = Infinity;
  for (const name of known) {
    const edits = word.length > 80 ? Infinity : distance(word.toLowerCase(), name.toLowerCase());
    if (edits >= fewest || edits > Math.max(1, Math.floor(name.length / 3))) continue;
    fewest = edits;
    found = name;
  }
  return found;
}

/** Describes a name that is not among the known ones, such as `unknown option proxyURL; did you mean proxyUrl`. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const meant = closest(name, known);
  const shown = SHOWABLE.test(name) ? `unknown ${kind} ${name}` : `unknown ${kind}`;
  return `${shown}; ${meant ? `did you mean ${meant}` : `expected one of ${known.join(", ")}`}`;
}

/** Returns the number of characters to insert, remove or replace that turns one text into another (Levenshtein). */
function distance(one: string, other: string): number {
  // Not `Array.from`, which Prototype.js replaces by a function that takes no second value.
  let row = [0];
  for (let x = 0; x < other.length; x++) row[x + 1] = x + 1;
  for (let y = 0; y < one.length; y++) {
    const next = [y + 1];
    for (let x = 0; x < other.length; x++) {
      const replaced = (row[x] ?? 0) + (one[y] === other[x] ? 0 : 1);
      next[x + 1] = Math.min(replaced, (row[x + 1] ?? 0) + 1, (next[x] ?? 0) + 1);
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
