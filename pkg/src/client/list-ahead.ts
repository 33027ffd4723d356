// A list that is on its way before the library is loaded: the page's own, the early script's, or one that the client asks for.

import { OWN_LIST, PATHS } from "../calls/contract.ts";
import { byPage, exchange, receive } from "../calls/exchange.ts";
import { unansweredError, type ProxyResponse } from "../calls/http-errors.ts";
import type { Ahead } from "../calls/operation.ts";
import type { Settings } from "../calls/settings.ts";
import { toBytes, type Body } from "../decode/body.ts";
import { takeEarlyList } from "../early/slot.ts";
import { isLoaded } from "../load/instance.ts";
import { ownResponse } from "../load/safe-fetch.ts";
import { attempt, isObject } from "../shared/values.ts";
import { sleep } from "../shared/sleep.ts";

/**
 * A list as the merchant's server has read it.
 *
 * @example
 * ```ts
 * import type { ListValues } from "ivy-data-session";
 *
 * const list: ListValues = { body: '{"dataSessions":[]}', now: 1_760_000_000, owner: "V1StGXR8Z5jdHi6B" };
 * console.log(list.guest ?? false); // false
 * ```
 */
export type ListValues = {
  /** The body of the proxy's response. */
  body: Body;
  /** The proxy's clock in epoch seconds, from the header `Date`. Without it the age of a session is unknown. */
  now?: number | undefined;
  /** True if the response had the header `Ivy-Recall: guest`: the shopper was not signed in. */
  guest?: boolean | undefined;
  /** The tag of the customer, from the header `Ivy-Owner`. A list for another customer is not used. */
  owner?: string | undefined;
};

/**
 * A list of past sessions that the page has: the proxy's response, what the merchant's server has read of it, or the result of
 * the proxy's `recall`.
 *
 * @example
 * ```ts
 * import { createClient, type GivenList } from "ivy-data-session";
 *
 * const list: GivenList = { body: '{"dataSessions":[]}', now: 1_760_000_000, guest: false };
 * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const outcome = await ivy.recallBank({ permissions: ["identity"] }, { list });
 * console.log(outcome.kind); // not_recalled
 * ```
 */
export type GivenList =
  | Response
  | ListValues
  | {
      /** The list; `null` if the server has none. */
      list: ListValues | null;
    };

/** The lists that a call has used. Another call may be for another customer. */
const used = new WeakSet<object>();

/** The options of a call that matter for a list. */
type Options = { list?: unknown; fresh: boolean; signal: AbortSignal | undefined };

/**
 * Runs `work` with the list that is on its way, if there is one. `encoded` is the request of the call. A list that nobody
 * reads is dropped when `work` ends.
 */
export async function withListAhead<T>(settings: Settings, encoded: string, options: Options, work: (ahead: Ahead | undefined) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const started = start(settings, encoded, options, controller.signal);
  started?.catch(() => {});
  try {
    return await work(started && ((signal) => Promise.race([started, sleep(signal) as Promise<never>])));
  } finally {
    controller.abort(new Error("ended"));
  }
}

function start(settings: Settings, encoded: string, { list, fresh, signal: caller }: Options, signal: AbortSignal): Promise<ProxyResponse> | undefined {
  if (isObject(list) && !used.has(list)) {
    used.add(list);
    return receive(settings, responseOf(settings, list), signal);
  }
  if (fresh || caller?.aborted || !settings.isReachable || !globalThis.fetch || !globalThis.Request) return undefined;
  // A request that names its user lists by that user.
  const request = attempt(() => JSON.parse(encoded));
  if (!isObject(request) || request.externalUser != null) return undefined;
  const early = settings.headers.length === 0 && takeEarlyList(settings.proxyUrl + PATHS.list, settings.credentials);
  if (early) return receive(settings, responseOf(settings, early), signal);
  // With the library at hand the list is asked for in its turn.
  return isLoaded() ? undefined : exchange(settings, PATHS.list, OWN_LIST, "", signal, byPage);
}

/** Returns a list as the response of the proxy. */
async function responseOf(settings: Settings, given: unknown): Promise<Response> {
  try {
    const list = (await given) as GivenList;
    if ("status" in list) return ownResponse(list);
    // Without a list this throws, and the proxy is asked.
    return made("list" in list ? (list.list as ListValues) : list);
  } catch {
    throw unansweredError("network", settings.proxyUrl);
  }
}

function made({ body, now, guest, owner }: ListValues): Response {
  const headers = new Headers({ "content-type": "application/json" });
  if (now !== undefined) headers.set("date", new Date(now * 1000).toUTCString());
  if (guest) headers.set("ivy-recall", "guest");
  if (owner) headers.set("ivy-owner", owner);
  return new Response(toBytes(body).bytes as BodyInit, { headers });
}
