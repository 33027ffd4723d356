// The name that a person probably meant.

/** Returns ` (did you mean "…"?)` with the name closest to a misspelled one, or "" if none is close. */
export function suggestion(word: string, known: readonly string[]): string {
  const ranked = known.map((name) => ({ name, edits: distance(word, name) })).sort((one, other) => one.edits - other.edits);
  const [best] = ranked;
  return best && best.edits <= Math.max(1, Math.floor(best.name.length / 3)) ? ` (did you mean "${best.name}"?)` : "";
}

/** Returns the number of characters to insert, remove or replace that turns one text into another (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [y, character] of [...one].entries()) {
    const next = [y + 1];
    for (const [x, wanted] of [...other].entries()) {
      const replaced = (row[x] ?? 0) + (character === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[x + 1] ?? 0) + 1, (next[x] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
