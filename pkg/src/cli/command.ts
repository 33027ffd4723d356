// A command of `npx ivy-data-session`.

/** A command: one row of the table in `commands.ts`. */
export type Command = {
  /** The purpose in one line, for the help. */
  summary: string;
  /**
   * Runs the command with the words behind its name. Resolves with the exit code.
   *
   * @throws an error whose message is one sentence for the person at the terminal
   */
  run(words: string[]): Promise<number>;
};
