// The start of a sandbox for a command.

import type { Sandbox, SandboxOptions } from "../sandbox/index.ts";

/**
 * Starts a sandbox. It is a separate file of the package, which also a test loads.
 *
 * @throws a sentence that begins with the command's name
 */
export async function startSandboxFor(command: string, options: SandboxOptions): Promise<Sandbox> {
  const { startSandbox } = await import("#package/sandbox.js");
  return startSandbox(options).catch((error: Error) => {
    throw new Error(error.message.replace(/^startSandbox: (\w+)(: | is )/, `${command}: --$1$2`));
  });
}
