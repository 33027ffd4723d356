// The URLs that a shopper may be sent to.

import { callError } from "../calls/http-errors.ts";
import type { Settings } from "../calls/settings.ts";
import { library, withLibrary } from "../load/instance.ts";

/** Checks that a shopper may be sent to a URL to log in. The library is loaded. */
export function checkLoginUrl({ environment, allowedLoginHosts }: Settings, url: string): void {
  const host = globalThis.location?.hostname;
  if (!withLibrary(() => library.isLoginUrl(url, environment, allowedLoginHosts, host))) throw callError("untrusted_redirect");
}
