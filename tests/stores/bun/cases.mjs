// Runs the table of cases in Bun, over a path and over a database of `bun:sqlite`. Prints a line for each case that passed, and
// throws the error of the first one that did not. The argument is the URL of the table.

import { Database } from "bun:sqlite";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sqliteStore } from "ivy-data-session/proxy";

const { testStore } = await import(process.argv[2]);
const folder = mkdtempSync(path.join(tmpdir(), "ivy-bun-"));
const openers = {
  "sqlite by its path": () => sqliteStore(path.join(folder, "path.sqlite")),
  "sqlite by a database of bun:sqlite": () => sqliteStore(new Database(path.join(folder, "object.sqlite"), { strict: true })),
  "sqlite by a database of bun:sqlite with whole numbers": () => sqliteStore(new Database(path.join(folder, "whole.sqlite"), { safeIntegers: true })),
};
for (const [name, open] of Object.entries(openers)) {
  const [first, last, cases] = [[], [], []];
  testStore({
    name,
    open,
    before: (run) => first.push(run),
    after: (run) => last.push(run),
    test: (title, run) => cases.push([title, run]),
  });
  for (const run of first) await run();
  for (const [title, run] of cases) {
    await run();
    console.log(`passed: ${name}: ${title}`);
  }
  for (const run of last) await run();
}
