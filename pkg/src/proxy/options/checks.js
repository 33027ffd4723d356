/**
 * What an option can be: each check gives the value that the core is sent, or says what was expected.
 */
import { refusal } from "../errors/config-error.js";

/** The longest time that a timer takes, and more than any size that is of use. */
const LARGEST = 2 ** 31 - 1;

/** A name that can be repeated in a message: it looks like the name of an option. */
const NAME = /^[\w$-]{1,40}$/;

/** @typedef {(value: any, place: string) => any} Check */

/** @type {Check} */
export function text(value, place) {
  if (typeof value !== "string" || value.trim() === "") throw refusal(place, "expected a text that is not empty");
  return value;
}

/** @type {Check} */
export function hook(value, place) {
  if (typeof value !== "function") throw refusal(place, "expected a function");
  return value;
}

/** @type {Check} */
export function whole(value, place) {
  if (!Number.isInteger(value) || value < 1 || value > LARGEST) throw refusal(place, `expected a whole number from 1 to ${LARGEST}`);
  return value;
}

/**
 * What a page or an address may have said, an empty text too: nothing is known by that, and so it is answered.
 *
 * @type {Check}
 */
export function said(value, place) {
  if (typeof value !== "string") throw refusal(place, "expected a text");
  return value;
}

/** @type {Check} */
export function days(value, place) {
  if (!Number.isFinite(value) || value < 0) throw refusal(place, "expected a number from 0");
  return value;
}

/** @type {Check} */
export function texts(value, place) {
  if (!Array.isArray(value)) throw refusal(place, "expected a list of texts");
  return Array.from(value, (item, index) => text(item, `${place}[${index}]`));
}

/**
 * One text, or a list of them; gives a list.
 *
 * @type {Check}
 */
export function oneOrMore(value, place) {
  const list = texts(Array.isArray(value) ? value : [value], place);
  if (list.length === 0) throw refusal(place, "expected at least one text");
  return list;
}

/** Later than any time in seconds that is of use: a greater number counts milliseconds. */
const LATEST_SECOND = 100_000_000_000;

/**
 * @param {any} value a moment as a Date or in seconds since 1970
 * @returns {number | undefined} whole seconds, rounded up; nothing for what is no moment
 */
export function secondsOf(value) {
  const seconds = value instanceof Date ? value.getTime() / 1000 : value;
  return typeof seconds === "number" && seconds >= 0 && seconds < LATEST_SECOND ? Math.ceil(seconds) : undefined;
}

/**
 * A moment as a Date or in seconds since 1970; gives whole seconds.
 *
 * @type {Check}
 */
export function moment(value, place) {
  const seconds = secondsOf(value);
  if (seconds === undefined) throw refusal(place, "expected a Date, or seconds since 1970");
  return seconds;
}

/** @returns {Check} a list of some of these words */
export function some(...words) {
  const word = oneOf(...words);
  return (value, place) => {
    if (!Array.isArray(value)) throw refusal(place, `expected a list of ${words.join(", ")}`);
    return Array.from(value, (item, index) => word(item, `${place}[${index}]`));
  };
}

/** @returns {Check} one of these words */
export function oneOf(...words) {
  return (value, place) => {
    if (!words.includes(value)) throw refusal(place, `expected one of ${words.join(", ")}`);
    return value;
  };
}

/**
 * An object with some of these members, and no other. Those that are left out are missing in what it gives, too.
 *
 * @param {Record<string, Check>} members
 * @param {readonly string[]} [needed] those that cannot be left out
 * @returns {Check}
 */
export function members(members, needed = []) {
  return (value, place) => {
    const at = (name) => (place === "" ? name : `${place}.${name}`);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw refusal(place || "createProxy", place === "" ? "expected the options as an object" : `expected an object with some of ${Object.keys(members).join(", ")}`);
    }
    const unknown = Object.keys(value).findIndex((name) => !Object.hasOwn(members, name));
    if (unknown >= 0) {
      const name = Object.keys(value)[unknown];
      throw refusal(NAME.test(name) ? at(name) : at(`(number ${unknown + 1})`), `expected only ${Object.keys(members).join(", ")}`);
    }
    const found = {};
    for (const [name, check] of Object.entries(members)) {
      const given = value[name];
      if (given !== undefined) found[name] = check(given, at(name));
      else if (needed.includes(name)) throw refusal(at(name), "expected one, and there is no default");
    }
    return found;
  };
}
