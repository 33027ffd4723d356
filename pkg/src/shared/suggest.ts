// Unknown names, and the known name that a person probably meant.

/** Matches a name that a message may repeat. Another one could be a value, such as an account number or a key. */
const SHOWABLE = /^[a-z]{1,40}$/i;

/** The most edits between a misspelt name and the known one. */
const MOST_EDITS = 3;

/** Returns the known name closest to a misspelled one, or `undefined` if none is close. Case is ignored. */
export function closest(word: string, known: readonly string[]): string | undefined {
  for (let edits = 0; edits <= MOST_EDITS; edits++) {
    const found = known.find((name) => edits <= Math.max(1, name.length / 3) && isWithin(edits, word.toLowerCase(), name.toLowerCase()));
    if (found) return found;
  }
  return undefined;
}

/** Describes a name that is not among the known ones, such as `unknown option proxyURL; did you mean proxyUrl`. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const meant = closest(name, known);
  const shown = SHOWABLE.test(name) ? `unknown ${kind} ${name}` : `unknown ${kind}`;
  return `${shown}; ${meant ? `did you mean ${meant}` : `expected one of ${known.join(", ")}`}`;
}

/** Returns true if at most `edits` edits turn one text into the other. An edit inserts, removes or replaces a character (Levenshtein). */
function isWithin(edits: number, one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [rest, otherRest] = [one.slice(same), other.slice(same)];
  if (rest === otherRest) return true;
  const [next, otherNext] = [rest.slice(1), otherRest.slice(1)];
  return edits > 0 && (isWithin(edits - 1, next, otherRest) || isWithin(edits - 1, rest, otherNext) || isWithin(edits - 1, next, otherNext));
}
