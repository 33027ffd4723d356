// The name that a person at the terminal probably meant.

import { closest } from "../shared/suggest.ts";

/** Returns ` (did you mean "…"?)` with the name closest to a misspelled one, or "" if none is close. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = closest(word, known);
  return meant === undefined ? "" : ` (did you mean "${meant}"?)`;
}
