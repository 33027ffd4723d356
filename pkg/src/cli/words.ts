// The words of a command line.

import { suggestion } from "./suggest.ts";

/** The options of a command, each with its text for the help. `value` names the word behind an option that has one. */
export type OptionTable = Readonly<Record<string, { value?: string | undefined; text: string }>>;

/** The options that were given: the value of each, or "" for one without a value. */
export type GivenOptions = ReadonlyMap<string, string>;

/** The option that every command has. */
const HELP: OptionTable = { help: { text: "print this text" } };

/**
 * Reads the words behind a command's name. `--name value` and `--name=value` are the same.
 *
 * @throws a sentence for an unknown option, a missing value or a word too many
 */
export function readWords(command: string, words: readonly string[], table: OptionTable): GivenOptions {
  const known: OptionTable = { ...table, ...HELP };
  const given = new Map<string, string>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name, assigned] = /^--([^=]+)(?:=(.*))?$/s.exec(word === "-h" ? "--help" : word) ?? [];
    if (name === undefined) throw new Error(`${command}: "${shown(word)}": unexpected word; expected ${listed(known)}`);
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!option) throw new Error(`${command}: --${shown(name)}: unknown option${suggestion(`--${name}`, Object.keys(known).map((each) => `--${each}`))}; expected ${listed(known)}`);
    if (given.has(name)) throw new Error(`${command}: --${name}: the option is there twice; expected it once`);
    if (option.value === undefined && assigned !== undefined) throw new Error(`${command}: --${name}: unexpected value; expected the option alone`);
    const value = option.value === undefined ? "" : (assigned ?? rest.shift());
    if (value === undefined || (option.value !== undefined && value === "")) throw new Error(`${command}: --${name}: the value is missing; expected ${option.value}`);
    given.set(name, value);
  }
  return given;
}

/** Returns the port of `--port`, or `usual`. */
export function portOf(command: string, given: GivenOptions, usual: number): number {
  const text = given.get("port");
  if (text === undefined) return usual;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`${command}: --port: invalid value; expected a whole number from 0 to 65535`);
  return port;
}

/** Returns the text of `--help`. */
export function helpOf(command: string, table: OptionTable): string {
  const rows = Object.entries({ ...table, ...HELP }).map(([name, { value, text }]) => [value ? `--${name} ${value}` : `--${name}`, text] as const);
  const width = Math.max(...rows.map(([option]) => option.length));
  const lines = rows.map(([option, text]) => `  ${option.padEnd(width)}  ${text}`);
  return [`Usage: npx ivy-data-session ${command} [options]`, "", ...lines, "", "Ctrl-C ends the command."].join("\n");
}

const listed = (table: OptionTable): string => Object.keys(table).map((name) => `--${name}`).join(", ");

/** A word as it can be repeated in one line. */
const shown = (word: string): string => word.replace(/[^\x20-\x7e]/g, "?").slice(0, 40);
