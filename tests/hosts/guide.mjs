// Reads the guide as a reader does: its steps in order, each a file to write or a line for the terminal.

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../package/packed.mjs";

/** The guide, as it stands. */
export const guide = readFileSync(path.join(root, "www/docs/backend.md"), "utf8");

/**
 * Its steps: `{ file, text }` for a block that a file's name and a colon stand before, `{ command }` for each line of any
 * other.
 */
export function steps() {
  const block = /(?:`([\w./-]+)`:\n\n)?^```(\w+)\n([\s\S]*?)^```/gm;
  return [...guide.matchAll(block)].flatMap(([, file, , text]) =>
    file ? [{ file, text }] : text.trim().split("\n").map((command) => ({ command })),
  );
}

/** The options in the guide's table, by their names. */
export function options() {
  const [, table] = /^## Options\n([\s\S]*?)^## /m.exec(guide);
  const cells = [...table.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}
