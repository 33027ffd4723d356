// Reads the guide as its reader does: the steps in order, each a file to write or a command.

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../package/packed.mjs";

/** The text of the guide. */
export const guide = readFileSync(path.join(root, "www/docs/backend.md"), "utf8");

/**
 * Returns the steps of the guide: `{ file, text }` for a block after the name of a file and a colon, and `{ command }` for
 * each line of any other block.
 */
export function steps() {
  const block = /(?:`([\w./-]+)`:\n\n)?^```(\w+)\n([\s\S]*?)^```/gm;
  return [...guide.matchAll(block)].flatMap(([, file, , text]) =>
    file ? [{ file, text }] : text.trim().split("\n").map((command) => ({ command })),
  );
}

/** Returns the names of the options in the guide's table. */
export function options() {
  const [, table] = /^## Options\n([\s\S]*?)^## /m.exec(guide);
  const cells = [...table.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}
