// The proxy's HTTP contract, as far as a page speaks it.

import type { Operation } from "../model/words.ts";

/** An operation that sends requests. */
export type ProxyOperation = Exclude<Operation, "load" | "login">;

/** The path of each operation, relative to the proxy's URL. */
export const PATHS: Record<ProxyOperation, string> = {
  create: "/data/session/create",
  list: "/data/session/list",
  details: "/data/session/details",
  result: "/result",
  forget: "/forget",
};

/** The body of a list of the signed-in customer's sessions. */
export const OWN_LIST = "{}";

/**
 * The headers of every request. `ivy-client` is the version of the contract that this library speaks: accounts have handles. A
 * proxy of version 1 refuses it.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-type": "application/json",
  accept: "application/json",
  "ivy-client": "2",
};

/**
 * The other options of every request. Redirects are not followed and nothing is cached. The `Referer` contains the origin only,
 * since the URL of a return page contains the nonce.
 */
export const REQUEST: Readonly<RequestInit> = {
  method: "POST",
  cache: "no-store",
  redirect: "manual",
  referrerPolicy: "strict-origin",
};

/** Returns the proxy's URL in the form to which paths are added: absolute, without a slash at the end. */
export function baseUrl(url: URL): string {
  return url.href.replace(/\/+$/, "");
}
