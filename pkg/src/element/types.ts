// The options and events of the element.

import type { LoginResult, RecalledOutcome } from "../calls/outcomes.ts";
import type { Client } from "../client/client.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import type { IvyError } from "../errors/ivy-error.ts";
import type { BankChoice } from "../flow/state.ts";
import type { BankConnectOwnTexts } from "../locales/texts.ts";
import type { PageRequest } from "../model/request.ts";
import type { DataSession } from "../model/session.ts";

/**
 * Further options of {@link IvyBankConnectElement}.
 *
 * @example
 * ```ts
 * import type { BankConnectElementOptions } from "ivy-data-session/element";
 *
 * const options: BankConnectElementOptions = { maxAgeDays: 90, recall: false };
 * console.log(options.resume ?? true); // true
 * ```
 */
export type BankConnectElementOptions = Pick<ConnectOptions, "maxAgeDays" | "require" | "list" | "initialMaxAgeMs"> & {
  /** True if the element resumes a login that returns to this page, when it is connected. Default true. */
  resume?: boolean | undefined;
  /** True if the element looks for past sessions automatically, when it is connected. Default true. */
  recall?: boolean | undefined;
};

/**
 * The attributes of {@link IvyBankConnectElement}.
 *
 * @example
 * ```ts
 * import type { BankConnectElementAttributes } from "ivy-data-session/element";
 *
 * const attributes: BankConnectElementAttributes = { action: "/api/ivy/start", theme: "light" };
 * console.log(Object.keys(attributes).join()); // action,theme
 * ```
 */
export type BankConnectElementAttributes = {
  /** The URL of the proxy's `/start`: the way to the bank where the library does not load. */
  action?: string | undefined;
  /** A language tag such as `de-AT`; by default the `lang` around the element. English stands in for other languages. */
  locale?: string | undefined;
  /** The colours: by default as the device is set. A page that is always light says `light`. */
  theme?: "light" | "dark" | "auto" | undefined;
  /** The way to the bank, `redirect` by default. If the browser opens no window, the page is left instead. */
  mode?: "redirect" | "popup" | undefined;
  /** The outcome that the page's server has rendered, as the property of this name has it. It is read when the element starts. */
  initial?: string | undefined;
  /** The amount as a plain decimal number, such as `66.30`. With `currency` the buttons name the price. */
  amount?: string | undefined;
  /** The currency of the amount: its code in ISO 4217, such as `EUR`. */
  currency?: string | undefined;
  /**
   * The result that the page expects of the lookup: `offer` reserves the space of an account, `connect` shows the button at once.
   * Take it from the proxy's `hasReleased`. By default the wait has the height of the button.
   */
  expect?: "offer" | "connect" | undefined;
  /** `off` switches off that the element scrolls to the result on a return page and focuses it. */
  reveal?: "auto" | "off" | undefined;
};

/**
 * The properties of {@link IvyBankConnectElement} that a page sets.
 *
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 * import type { BankConnectElementProperties } from "ivy-data-session/element";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const properties: BankConnectElementProperties = { client, request: { permissions: ["identity"] } };
 * console.log(Object.keys(properties).join()); // client,request
 * ```
 */
export type BankConnectElementProperties = {
  /** The client. Setting a different client resets the element, since the customer may be another. */
  client?: Client | undefined;
  /** The request. Without a `locale` of its own, it gets the language of the element. */
  request?: PageRequest | undefined;
  /** Further options. */
  options?: BankConnectElementOptions | undefined;
  /** Texts to use instead. */
  texts?: BankConnectOwnTexts | undefined;
  /** The outcome that the page's server has rendered: `initial` of the proxy's `recall`. It is used once, when the element starts. */
  initial?: string | undefined;
  /**
   * Returns the URL of a bank's logo, or `undefined`: then the first letter of the bank's name is its mark. A child of the element
   * in the slot `logo-` with the bank's name is used instead, such as `<img slot="logo-Test Bank">`.
   */
  bankLogo?: ((session: DataSession) => string | undefined) | undefined;
};

/**
 * The events of the element. All but `error` bubble, and leave the shadow trees that they are in.
 *
 * @example
 * ```ts
 * import type { BankConnectEventMap } from "ivy-data-session/element";
 *
 * const chosen = ({ detail }: BankConnectEventMap["choose"]) => detail.session.id;
 * const detail = { session: { id: "s1", status: "complete" }, account: {}, handle: "h1" };
 * console.log(chosen(new CustomEvent("choose", { detail }))); // s1
 * ```
 */
export type BankConnectEventMap = {
  /** The shopper chose an account, by a click. The one to act upon. */
  choose: CustomEvent<BankChoice>;
  /** Past sessions are on offer. The shopper has said nothing yet. */
  recalled: CustomEvent<RecalledOutcome>;
  /** The shopper came back with a connected bank. */
  connected: CustomEvent<Extract<LoginResult, { kind: "connected" }>>;
  /** The shopper came back without. */
  notconnected: CustomEvent<Extract<LoginResult, { kind: "not_connected" }>>;
  /** A call failed. The element itself shows a way on. */
  error: CustomEvent<IvyError>;
};
