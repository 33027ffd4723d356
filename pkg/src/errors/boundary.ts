// The boundary between this package and a page whose scripts may have replaced the built-ins of JavaScript: only errors of
// this package pass it.

import { attempt } from "../shared/values.ts";
import { named } from "./config-error.ts";
import { isIvyError, ivyError, type IvyError } from "./ivy-error.ts";

/**
 * Built-ins whose replacement would change a result without an error, each with a use whose result is known. Script libraries
 * replace methods of arrays and strings, and polyfills replace classes.
 */
const USES: Readonly<Record<string, () => boolean>> = {
  "Array.prototype.push": () => {
    const list: number[] = [];
    list.push(7, 8);
    return list[0] === 7 && list[1] === 8 && list.length === 2;
  },
  "Array.prototype.map": () => [7].map((item, at) => item + at + 1)[0] === 8,
  "Array.prototype.filter": () => [7, 8].filter((item, at) => item > 7 && at > 0)[0] === 8,
  "Array.prototype.includes": () => [7].includes(7) && ![7].includes(8),
  "Array.prototype.some": () => [7].some((item) => item === 7) && ![7].some((item) => item === 8),
  "Array.prototype.every": () => [7].every((item) => item === 7) && ![7].every((item) => item === 8),
  "Array.prototype.join": () => [7, 8].join("&") === "7&8",
  "Array.prototype[Symbol.iterator]": () => [...[7, 8]][1] === 8,
  "String.prototype.replace": () => "a%b".replace(/%(b)/, (_, found) => found) === "ab",
  "String.prototype.slice": () => "ab".slice(1) === "b",
  "String.prototype.startsWith": () => "ab".startsWith("a") && !"ab".startsWith("b"),
  "Object.keys": () => Object.keys({ a: 7 })[0] === "a",
  "Object.entries": () => Object.entries({ a: 7 })[0]?.[1] === 7,
  "JSON.parse": () => JSON.parse('{"a":[7]}').a[0] === 7,
  "JSON.stringify": () => JSON.stringify("\u{e9}\n") === '"\u{e9}\\n"',
  "Uint8Array.prototype.set": () => {
    const bytes = new Uint8Array(2);
    // Not `bytes.subarray(0, 1).fill(7)`: Firefox's compiler then takes all of `bytes` for the source.
    bytes.set(new Uint8Array([7]), 1);
    return bytes[0] === 0 && bytes[1] === 7;
  },
  // A test's DOM may have neither: then a call ends by itself.
  TextEncoder: () => !globalThis.TextEncoder || new TextEncoder().encode("\u{e9}")[1] === 0xa9,
  TextDecoder: () => !globalThis.TextDecoder || new TextDecoder().decode(new Uint8Array([0xc3, 0xa9])) === "\u{e9}",
};

/** Throws `internal` if a script of the page has replaced a built-in by one that does something else. */
export function checkBuiltIns(): void {
  for (const name in USES) {
    // A script may also have added members to `Object.prototype`.
    if (Object.hasOwn(USES, name) && !attempt(USES[name] as () => boolean)) {
      throw ivyError("internal", `a script of this page has replaced ${name}; remove that script`);
    }
  }
}

/** Returns an error of this package as it is, and `internal` for any other. */
export function toIvyError(error: unknown): IvyError {
  if (isIvyError(error)) return error;
  return ivyError("internal", "a function that this package needs has failed; a script of this page may have replaced it");
}

/** Runs the function `name` of this package. Throws errors of this package only. */
export function bounded<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toIvyError(named(name, error));
  }
}
