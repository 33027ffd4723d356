// The check of the Node that runs the commands.

/** The oldest Node whose functions the commands use. */
const OLDEST = [20, 0] as const;

/** The oldest Node that has a database of its own (`node:sqlite` without a flag). */
export const OLDEST_WITH_SQLITE = [22, 13] as const;

/** Returns a sentence if a Node is too old, such as `18.20.4`. */
export function tooOld(command: string, version: string, [major, minor]: readonly [number, number] = OLDEST): string | undefined {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return undefined;
  return `${command}: Node ${version} is too old; expected Node ${major}.${minor} or newer; install it from https://nodejs.org`;
}
