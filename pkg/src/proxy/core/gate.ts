// A gate between this side and an instance of the core.

import { property } from "../property.ts";

/** A function of unknown form. */
type AnyFunction = (...values: readonly unknown[]) => unknown;

/**
 * Wraps the functions of an object. Their promises settle only while the instance of the core that called them is there.
 *
 * @param isThere returns false when the instance has stopped
 */
export function gated<Host extends object>(host: Host, isThere: () => boolean): Host {
  const gate =
    (call: AnyFunction): AnyFunction =>
    (...values) => {
      const result = call(...values);
      if (!isPromise(result)) return result;
      return new Promise((resolve, reject) => {
        result.then(
          (value: unknown) => isThere() && resolve(value),
          (error: unknown) => isThere() && reject(error),
        );
      });
    };
  const members = Object.entries(host).map(([name, value]) => [name, isFunction(value) ? gate(value) : value]);
  // The members are the same, by the same names.
  return Object.fromEntries(members) as Host;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return isFunction(property(value, "then"));
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}
