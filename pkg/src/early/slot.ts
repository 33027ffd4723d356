// The place where the early script leaves its list, and a client finds it.

import { attempt } from "../shared/values.ts";

/** The list of the signed-in customer's sessions, as the early script has asked for it. */
export type EarlyList = {
  /** The URL of the request, without a slash at the end. */
  url: string;
  credentials: string;
  /** The start of the request, a time of `performance.now()`. */
  began: number;
  /** Its rejections are handled. */
  response: Promise<Response>;
};

/** The key of the place. The script and the client are separate files. */
export const SLOT: unique symbol = Symbol.for("ivy-data-session.early");

/** The page with the place. `null` tells the early script that a client has asked before it. */
export const page: typeof globalThis & { [SLOT]?: EarlyList | null | undefined } = globalThis;

/** The age from which a list is not used any more, in milliseconds. */
export const MAX_AGE_MS = 30_000;

/** Takes the list for a request out of its place: it is used once. Returns `undefined` if there is none that is young enough. */
export function takeEarlyList(url: string, credentials: string): Promise<Response> | undefined {
  const list = page[SLOT];
  // Without a list the client asks. An early script that arrives later must not ask again.
  attempt(() => (page[SLOT] ??= null));
  if (!list || list.url !== url || list.credentials !== credentials) return undefined;
  delete page[SLOT];
  return performance.now() - list.began < MAX_AGE_MS ? list.response : undefined;
}
