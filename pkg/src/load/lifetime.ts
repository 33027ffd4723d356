// The lifetime of an instance of the library. It ends with a trap, since the memory may then be in any state.

/** The number of the present instance. */
export let present = 0;

/** Functions that are called when the present instance retires. */
let listeners: (() => void)[] = [];

/** Calls a function when the present instance retires. Returns a function that undoes this. */
export function onRetire(listener: () => void): () => void {
  listeners.push(listener);
  return () => {
    listeners = listeners.filter((each) => each !== listener);
  };
}

/** Ends the present instance and calls its listeners. The next `init()` makes a new one. */
export function retire(): void {
  present++;
  listeners.forEach((listener) => listener());
}

/**
 * Wraps a callback of the present instance. After the instance was retired the wrapper does nothing. A trap retires the
 * instance instead of ending in an uncaught error.
 */
export function intoLibrary<Values extends unknown[]>(callback: (...values: Values) => void): (...values: Values) => void {
  const mine = present;
  return (...values) => {
    if (mine !== present) return;
    try {
      callback(...values);
    } catch {
      retire();
    }
  };
}
