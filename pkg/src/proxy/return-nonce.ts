// The nonce in the URL of a return page of the shop's own server.

import { readReturnUrl } from "../login/return-url.ts";

/**
 * Returns the nonce in the URL to which a bank login returned, or `null` if there is none, or if there are two different
 * ones. For your return page without scripts: it finds the nonce in what payment gateways append to a return URL, as in
 * `?ivy=…?status=success`.
 *
 * @param url the URL, its path with the query, or the query from its `?` on
 *
 * @example
 * ```ts
 * import { returnNonce } from "ivy-data-session/proxy";
 *
 * console.log(returnNonce("/plain/return?ivy=uZk3Vd0qTn8wYx2Lr6bJc5GfHs1PaMeKo9Qi7NtRvXy?status=success")?.length); // 43
 * console.log(returnNonce("/plain/return?ivy=none")); // null
 * ```
 */
export function returnNonce(url: string): string | null {
  return readReturnUrl(url).nonce || null;
}
