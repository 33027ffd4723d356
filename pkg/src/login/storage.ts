// The reference of a running login, in this tab's storage. Nothing else is ever stored.

import { attempt } from "../shared/values.ts";

/** The key of a login that left this page. */
export const STORED = "ivy-data-session.login";

/** The key in a window that was opened for the login (`popup.ts`). */
export const STORED_IN_POPUP = "ivy-data-session.popup";

/** The key of a login that returned while nobody was signed in. After the sign-in the reference is enough. */
export const UNSIGNED = "ivy-data-session.unsigned";

// Storage may be full, or forbidden to the page. Without it a login still works.

/** Reads a reference, "" if there is none. */
export function stored(key: string): string {
  return attempt(() => sessionStorage.getItem(key)) ?? "";
}

/** Stores a reference. */
export function store(key: string, reference: string): void {
  attempt(() => sessionStorage.setItem(key, reference));
}

/** Removes every reference. */
export function forget(): void {
  for (const key of [STORED, STORED_IN_POPUP, UNSIGNED]) attempt(() => sessionStorage.removeItem(key));
}
