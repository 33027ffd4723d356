#!/usr/bin/env node
// The program behind `npx ivy-data-session`.

import { COMMANDS } from "./commands.ts";
import { tooOld } from "./node-version.ts";
import { suggestion } from "./suggest.ts";

/** Returns the text of `--help`. */
function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return ["Usage: npx ivy-data-session <command> [options]", "", ...lines, "", "Each command explains its options with --help."].join("\n");
}

/** Runs the command that the words name. Returns the exit code. */
async function main([name, ...words]: string[]): Promise<number> {
  const problem = tooOld(process.versions.node);
  if (problem) throw new Error(problem);
  if (name === undefined || name === "--help" || name === "-h") {
    console.log(help());
    return name === undefined ? 1 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const names = Object.keys(COMMANDS);
  if (!command) throw new Error(`ivy-data-session: unknown command${suggestion(name, names)}; expected ${names.join(", ")}`);
  return command.run(words);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    // A command that failed may have left a server.
    process.exit(1);
  },
);
