// The table of commands.

import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { demo } from "./demo.ts";
import { sandbox } from "./sandbox.ts";

/** The commands by their names. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  sandbox: { summary: "starts a stand-in for Ivy on this machine, with test banks", run: sandbox },
  demo: { summary: "starts a demo shop with its proxy and the sandbox", run: demo },
  // The merchant's module may have started a server, which would go on.
  check: { summary: "tries your proxy, and says what is wrong and what to do", run: async (words) => process.exit(await check(words)) },
};
