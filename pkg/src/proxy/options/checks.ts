// Checks of values that the merchant's program gives. Each check returns the value that the core takes, or throws a
// sentence with the expected value.

import type { IvyError } from "../../errors/ivy-error.ts";
import { closest, unknownName } from "../../shared/suggest.ts";
import { configError, misconfigured, wrongKind } from "../errors/config-error.ts";

/**
 * A check of one value.
 *
 * @param value the value that was given
 * @param path the path to the value, for the message
 */
export type Check<Value> = (value: unknown, path: string) => Value;

/** The checks of an object's members, by their names. */
type Checks = Readonly<Record<string, Check<unknown>>>;

/** An object that has passed {@link members}. */
export type Members<Known extends Checks, Needed extends keyof Known> = {
  [Name in Needed]: ReturnType<Known[Name]>;
} & { [Name in Exclude<keyof Known, Needed>]?: ReturnType<Known[Name]> };

/** The longest time that a timer takes, and more than any size that is of use. */
const LARGEST = 2 ** 31 - 1;

/** A later moment than any in seconds that is of use: a greater number counts milliseconds. */
const LATEST_SECOND = 100_000_000_000;

/** Checks a text that is not empty. */
export function text(value: unknown, path: string): string {
  if (typeof value !== "string" || value.trim() === "") throw wrongKind(path, value, "a text that is not empty");
  return value;
}

/**
 * Accepts any text, including an empty one. For untrusted input of a request: an unknown value gets the normal response
 * instead of an exception.
 */
export function anyText(value: unknown, path: string): string {
  if (typeof value !== "string") throw wrongKind(path, value, "a text");
  return value;
}

/** Checks a function. Its parameters and its result cannot be checked before it is called. */
export function hook<Hook extends (...values: never[]) => unknown>(value: unknown, path: string): Hook {
  if (typeof value !== "function") throw wrongKind(path, value, "a function");
  return value as Hook;
}

/** Checks true, false or a function, as {@link hook} does. */
export function booleanOrHook<Hook extends (...values: never[]) => unknown>(value: unknown, path: string): boolean | Hook {
  if (typeof value !== "boolean" && typeof value !== "function") throw configError(path, "expected true, false or a function");
  return value as boolean | Hook;
}

/** Checks a whole number from 1. */
export function whole(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > LARGEST) {
    throw wrongNumber(path, value, `a whole number from 1 to ${LARGEST}`);
  }
  return value;
}

/** Checks a number of days. */
export function days(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) throw wrongNumber(path, value, "a number from 0");
  return value;
}

/** Checks a list of texts. */
export function texts(value: unknown, path: string): string[] {
  if (!Array.isArray(value)) throw wrongKind(path, value, "a list of texts");
  return Array.from(value, (item, index) => text(item, `${path}[${index}]`));
}

/** Checks one text or a list of texts. Returns a list. */
export function oneOrMore(value: unknown, path: string): string[] {
  const list = texts(Array.isArray(value) ? value : [value], path);
  if (list.length === 0) throw wrongKind(path, list, "at least one text");
  return list;
}

/**
 * Converts a moment to whole seconds, rounded up.
 *
 * @param value a Date, or seconds since 1970
 * @returns `undefined` for a value that is no moment
 */
export function secondsOf(value: unknown): number | undefined {
  const seconds = value instanceof Date ? value.getTime() / 1000 : value;
  return typeof seconds === "number" && seconds >= 0 && seconds < LATEST_SECOND ? Math.ceil(seconds) : undefined;
}

/** Checks a moment: a Date, or seconds since 1970. Returns whole seconds. */
export function moment(value: unknown, path: string): number {
  const seconds = secondsOf(value);
  if (seconds === undefined) throw wrongMoment(path, value);
  return seconds;
}

/** Returns the check of a list of some of these words. */
export function someOf<const Word extends string>(...words: readonly Word[]): Check<Word[]> {
  const word = oneOf(...words);
  return (value, path) => {
    if (!Array.isArray(value)) throw wrongKind(path, value, `a list of ${words.join(", ")}`);
    return Array.from(value, (item, index) => word(item, `${path}[${index}]`));
  };
}

/** Returns the check of one of these words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Check<Word> {
  return (value, path) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const expected = `one of ${words.join(", ")}`;
    if (typeof value !== "string") throw wrongKind(path, value, expected);
    const meant = closest(value, words);
    throw configError(path, `unknown; expected ${expected}${meant === undefined ? "" : `; did you mean ${meant}`}`);
  };
}

/**
 * Returns the check of an object with some of these members, and no other. Members that are left out are missing in the
 * checked object, too.
 *
 * @param known the members' checks, by their names
 * @param needed the members that cannot be left out
 */
export function members<Known extends Checks, const Needed extends keyof Known & string = never>(
  known: Known,
  needed: readonly Needed[] = [],
): Check<Members<Known, Needed>> {
  const names = Object.keys(known);
  return (value, path) => {
    const pathOf = (name: string) => (path === "" ? name : `${path}.${name}`);
    if (!isRecord(value)) {
      if (path === "") throw misconfigured(`options are ${value === undefined ? "missing" : "no object"}; expected an object`);
      throw wrongKind(path, value, `an object with some of ${names.join(", ")}`);
    }
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(known, name)) throw misconfigured(`${path === "" ? "" : `${path}: `}${unknownName("option", name, names)}`);
    }
    const found: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(known)) {
      const member = value[name];
      if (member !== undefined) found[name] = check(member, pathOf(name));
      else if (needed.some((each) => each === name)) throw misconfigured(`${pathOf(name)} is missing`);
    }
    // The loop has checked each member by its own check.
    return found as Members<Known, Needed>;
  };
}

/** Returns the check of an object with values of one kind, by names that the merchant chooses. */
export function byName<Value>(check: Check<Value>): Check<Record<string, Value>> {
  return (value, path) => {
    if (!isRecord(value)) throw wrongKind(path, value, "an object");
    return Object.fromEntries(Object.entries(value).map(([name, each], index) => [name, check(each, `${path}[${index}]`)]));
  };
}

/** Makes the error for a value that is no number, or one that is not allowed. */
export function wrongNumber(path: string, value: unknown, expected: string): IvyError {
  return typeof value === "number" ? misconfigured(`${path} is not allowed; expected ${expected}`) : wrongKind(path, value, expected);
}

/** Makes the error for a value that is no moment, or one in another unit. */
function wrongMoment(path: string, value: unknown): IvyError {
  const expected = "a Date, or seconds since 1970";
  const isLate = typeof value === "number" && value >= LATEST_SECOND;
  if (isLate) return misconfigured(`${path} is not in seconds; expected ${expected}`);
  return value instanceof Date ? misconfigured(`${path} is no date; expected ${expected}`) : wrongNumber(path, value, expected);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
