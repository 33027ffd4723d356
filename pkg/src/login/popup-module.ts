// Loading `popup.ts`, which is a separate file next to the entry for pages.

import { ivyError } from "../errors/ivy-error.ts";

/** Loads the module. */
export function popupModule(): Promise<typeof import("./popup.ts")> {
  // With the ending of the built file: bundles for pages keep this import as it is.
  return import("./popup.js").catch(() => {
    throw ivyError("load_failed", "popup.js could not be loaded");
  });
}
