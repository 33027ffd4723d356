// The inline entry of the package, as a file next to the program. The demo shop takes its functions; its sources need the types
// of pages, which the program does without.

/** Loads the library. */
export function init(): Promise<void>;
