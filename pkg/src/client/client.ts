// The methods of a client.

import type { CallOptions } from "../calls/call.ts";
import type { ConnectOutcome, LoginOutcome, LoginResult, NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import type { DataSessionList } from "../decode/decode.ts";
import type { OpenOptions } from "../login/open.ts";
import type { ListQuery, PageRequest } from "../model/request.ts";
import type { DataSession } from "../model/session.ts";
import type { ConnectOptions } from "./connect-options.ts";

/**
 * A client of a merchant proxy. Its methods load the library by themselves and can be passed around.
 *
 * @example
 * ```ts
 * import type { Client } from "ivy-data-session";
 * import { createFakeClient } from "ivy-data-session/testing";
 *
 * const isKnown = async (ivy: Client) => (await ivy.listDataSessions()).sessions.length > 0;
 * console.log(await isKnown(createFakeClient({ listDataSessions: { sessions: [], rejected: [], warnings: [] } }))); // false
 * ```
 */
export type Client = {
  /**
   * The main job: looks for past sessions that can stand in for a bank login, and creates a new session where there are
   * none. A list that cannot be had right now costs the shopper a login, not the checkout.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * const answer = { dataSessions: [{ id: "s1", status: "complete", data: { identity: { name: "Ada Example" } } }] };
   * globalThis.fetch = async () => new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const outcome = await ivy.connectBank({ permissions: ["identity"], market: "DE" });
   * if (outcome.kind === "recalled") console.log(outcome.session?.data?.identity?.name); // Ada Example
   * else await ivy.openBankLogin(outcome);
   * ```
   */
  connectBank(input: PageRequest, options?: ConnectOptions): Promise<ConnectOutcome>;

  /**
   * The first half of {@link Client.connectBank}: looks for past sessions that can stand in for a bank login, and creates
   * nothing. For a page that offers a known account as soon as it is shown, before anybody asks for a login.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"dataSessions":[]}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const outcome = await ivy.recallBank({ permissions: ["identity"] });
   * if (outcome.kind === "not_recalled") console.log(outcome.reason); // no_past_session
   * ```
   */
  recallBank(input: PageRequest, options?: ConnectOptions): Promise<RecalledOutcome | NotRecalledOutcome>;

  /**
   * Lets the proxy forget a past session, so that it is never recalled again; without an id, all of this customer's.
   *
   * @throws {@link IvyError} `not_found` for every session that is not this customer's
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"forgotten":2}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * console.log((await ivy.forgetBank()).forgotten); // 2
   * ```
   */
  forgetBank(id?: string, options?: CallOptions): Promise<{ forgotten: number }>;

  /**
   * Lets the shopper log in to the bank in a window of its own, and gives what became of it: the same as
   * {@link Client.resumeBankLogin}, once. Call it in the click itself, before anything is awaited: a browser opens a window
   * only then. The outcome may still be on its way.
   *
   * The return page calls `resumeBankLogin` as always; its window then closes. A window that the shopper closes gives
   * `not_connected` with the reason `unknown`. Where the bank's pages cut their window off from this one
   * (`Cross-Origin-Opener-Policy`), nobody can tell that it was closed until the shopper has been back here for ten
   * seconds: offer a button that aborts `signal`. Aborting closes the window.
   *
   * @throws {@link IvyError} `popup_blocked` where no window opens (in-app browsers, popup blockers): use the mode
   *   `redirect`; `validation_failed` where the promise gives a recalled outcome, which needs no login: the window closes
   *   again; whatever the promise rejects with; `aborted`; `load_failed` where `popup.js` could not be loaded; else as
   *   with the mode `redirect`
   * @example
   * ```ts
   * import { createClient, isIvyError } from "ivy-data-session";
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   *
   * async function onClick() {
   *   const outcome = ivy.connectBank({ permissions: ["identity"] }, { fresh: true });
   *   try {
   *     return await ivy.openBankLogin(outcome, { mode: "popup" });
   *   } catch (error) {
   *     if (isIvyError(error) && error.code === "popup_blocked") return ivy.openBankLogin(outcome); // leaves the page
   *     throw error;
   *   }
   * }
   * await onClick().catch((error) => console.log(error.code)); // unsupported
   * ```
   */
  openBankLogin(
    outcome: LoginOutcome | PromiseLike<ConnectOutcome>,
    options: OpenOptions & { mode: "popup" },
  ): Promise<LoginResult>;

  /**
   * Sends the shopper to the bank login, after checking that it is one of Ivy's pages. Resolves before the page is left.
   * A login that has expired is created anew first, once, where the outcome is the very one that this client gave.
   *
   * @throws {@link IvyError} `untrusted_redirect`, `unsupported` outside of a page; where a login is created anew, as
   *   {@link Client.connectBank}
   * @example
   * ```ts
   * import { createClient, isIvyError } from "ivy-data-session";
   * import { sampleLogin } from "ivy-data-session/testing";
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const elsewhere = { ...sampleLogin(), redirectUrl: "https://getivy.de.evil.example/" };
   * await ivy.openBankLogin(elsewhere).catch((error) => console.log(isIvyError(error))); // true
   * ```
   */
  openBankLogin(
    outcome: LoginOutcome | PromiseLike<ConnectOutcome>,
    options?: OpenOptions & { mode?: "redirect" | undefined },
  ): Promise<{ kind: "navigating" }>;

  /** One of the two, as `mode` says. */
  openBankLogin(
    outcome: LoginOutcome | PromiseLike<ConnectOutcome>,
    options?: OpenOptions,
  ): Promise<{ kind: "navigating" } | LoginResult>;

  /**
   * On the page that the login returns to: what became of it, or `null` when nothing is pending. Waits up to ten seconds
   * for a bank that is not done. Takes the one-time nonce out of the address bar; a reload gives the same answer.
   *
   * Rejects with `unauthorized` if nobody is signed in any more. Let the shopper sign in, and call it again on any page of
   * this tab: it finds the login by its reference, and gives `null` until then. A prerendered page asks when it is shown.
   *
   * In the window of a login with the mode `popup` it tells the page that opened it, and closes the window.
   * `handedOver` says that the window could not be closed: then show that the shopper may close it, and nothing else.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * console.log(await ivy.resumeBankLogin()); // null
   * ```
   */
  resumeBankLogin(options?: CallOptions): Promise<(LoginResult & { handedOver?: true | undefined }) | null>;

  /**
   * Creates a data session.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * const answer = { id: "s1", status: "open", redirectUrl: "https://checkout.getivy.de/?session=s1" };
   * globalThis.fetch = async () => new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const session = await ivy.createDataSession({ permissions: ["identity"] });
   * console.log(session.id); // s1
   * ```
   */
  createDataSession(input: PageRequest, options?: CallOptions): Promise<DataSession>;

  /**
   * Lists past sessions, by default those of whoever is signed in to the proxy.
   *
   * @throws {@link IvyError}
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"dataSessions":[]}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * const { sessions } = await ivy.listDataSessions();
   * console.log(sessions.length); // 0
   * ```
   */
  listDataSessions(query?: ListQuery, options?: CallOptions): Promise<DataSessionList>;

  /**
   * Reads one session by its id.
   *
   * @throws {@link IvyError} `not_found` for every session that is not this customer's
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * // In place of a proxy.
   * globalThis.fetch = async () => new Response('{"id":"s1","status":"open"}', { headers: { "content-type": "application/json" } });
   *
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy" });
   * console.log((await ivy.getDataSession("s1")).status); // open
   * ```
   */
  getDataSession(id: string, options?: CallOptions): Promise<DataSession>;

  /**
   * Drops everything that the client has of the present customer. Call it when somebody signs in or out without a new page, after
   * the cookie has changed. `<ivy-bank-connect>` and the React entry then ask the proxy again. The client notices a change by
   * itself with the next response.
   *
   * @example
   * ```ts
   * import { createClient } from "ivy-data-session";
   *
   * const onEvent = ({ type }: { type: string }) => console.log(type); // customer_changed
   * const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy", onEvent });
   * ivy.customerChanged();
   * ```
   */
  customerChanged(): void;
};
