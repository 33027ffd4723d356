// Reads the quick start as its reader does: the steps in order, each a file to write or a command.

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../package/packed.mjs";

/** Returns the text of a guide. */
const read = (name) => readFileSync(path.join(root, "www/docs", name), "utf8");

/**
 * Returns the steps of the quick start: `{ file, text }` for a block after the name of a file and a colon, and `{ command }` for
 * each line of a block for the terminal.
 */
export function steps() {
  const block = /(?:`([\w./-]+)`:\n\n)?^```(\w+)\n([\s\S]*?)^```/gm;
  return [...read("quick-start.md").matchAll(block)].flatMap(([, file, language, text]) => {
    if (file) return [{ file, text }];
    return language === "sh" ? text.trim().split("\n").map((command) => ({ command })) : [];
  });
}

/** Returns the names of the options in the table of the guide to the proxy. */
export function options() {
  const [, table] = /^## Options\n([\s\S]*?)^## /m.exec(read("backend.md"));
  const cells = [...table.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}
