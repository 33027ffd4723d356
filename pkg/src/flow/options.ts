// The options of a bank connection.

import type { RecalledOutcome } from "../calls/outcomes.ts";
import type { Client } from "../client/client.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import type { PageRequest } from "../model/request.ts";
import type { DataSession } from "../model/session.ts";
import type * as state from "./state.ts";

/**
 * The options of {@link useBankConnect}. The newest callbacks and values are used, even by a call that began before.
 *
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 * import type { BankConnectOptions } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const options: BankConnectOptions = { client, request: { permissions: ["identity"] }, maxAgeDays: 90 };
 * console.log(options.resume ?? true); // true
 * ```
 */
export type BankConnectOptions = Pick<ConnectOptions, "maxAgeDays" | "require" | "list" | "initial" | "initialMaxAgeMs"> & {
  /**
   * The client. Make it once, outside of the component: another client is taken for another customer, so that everything shown
   * is dropped and the component starts again. Call its `customerChanged` when somebody signs in or out without a new page.
   */
  client: Client;
  /** The request. */
  request: PageRequest;
  /** True if this component resumes a login that returns to this page, when it is mounted. Default true. */
  resume?: boolean | undefined;
  /** True if it looks for past sessions automatically, when it is mounted. Default true. */
  recall?: boolean | undefined;
  /** The way to the bank. If the browser opens no window, the page is left instead. Default `"redirect"`. */
  mode?: "redirect" | "popup" | undefined;
  /** Past sessions will do. As each callback: called once for each time that it happens, never after unmounting. */
  onRecalled?: ((outcome: RecalledOutcome) => void) | undefined;
  /** The shopper came back with a connected bank. */
  onConnected?: ((session: DataSession) => void) | undefined;
  /** The shopper came back, and the bank is not done. */
  onPending?: ((login: { referenceId: string }) => void) | undefined;
  /** The shopper came back without a connection. */
  onNotConnected?: ((login: state.NotConnected) => void) | undefined;
  /** A call failed. */
  onError?: ((error: Error) => void) | undefined;
};
