// The check of the Node that runs the commands.

/** The oldest major version of Node whose functions the commands use. */
const OLDEST = 20;

/** Returns a sentence if a Node is too old, such as `18.20.4`. */
export function tooOld(version: string): string | undefined {
  if (Number(version.split(".")[0]) >= OLDEST) return undefined;
  return `ivy-data-session: Node ${version} is too old; expected Node ${OLDEST} or newer; install it from https://nodejs.org`;
}
