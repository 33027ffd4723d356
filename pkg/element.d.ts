/**
 * `<ivy-bank-connect>`: the recalled accounts or the button to connect, and all states between, for a page of any kind.
 *
 * Importing defines the element; on a server it has no effect.
 *
 * @module ivy-data-session/element
 */

import type { Account, Client, ConnectOptions, DataSession, IvyError, LoginOutcome, LoginResult, PageRequest, RecalledOutcome } from "ivy-data-session";

/**
 * Where the shopper stands.
 *
 * - `idle`: nothing was asked for, or nothing was found.
 * - `loading`: past sessions are looked for (`recall`), or what became of a login (`return`).
 * - `connecting`: the shopper's click is under way. More actions are ignored.
 * - `recalled`: past sessions will do. The shopper chooses, or asks for another bank.
 * - `forgetting`, `forgotten`: the shopper wants a bank not to be remembered any more.
 * - `redirecting`: the page is being left for the bank, or the bank is in a window of its own.
 * - `connected`: the shopper is back, and here is what was shared.
 * - `pending`: the shopper is back, and the bank is not done; `retry` asks again.
 * - `not_connected`: the shopper is back without having connected.
 * - `failed`: a call failed; `retry` does it again. An error that `isIvyError` does not know is a fault in a program.
 *
 * @example
 * ```ts
 * import type { BankConnectState } from "ivy-data-session/element";
 *
 * const isBusy = ({ status }: BankConnectState) => status === "connecting" || status === "redirecting";
 * console.log(isBusy({ status: "connecting" })); // true
 * ```
 */
export type BankConnectState =
  | { status: "idle" }
  | { status: "loading"; task: "recall" | "return" }
  | { status: "connecting" }
  | { status: "recalled"; outcome: RecalledOutcome }
  | { status: "forgetting"; outcome: RecalledOutcome }
  | { status: "forgotten" }
  | { status: "redirecting"; outcome: LoginOutcome; mode: "redirect" | "popup" }
  | { status: "connected"; session: DataSession }
  | { status: "pending"; referenceId: string }
  | { status: "not_connected"; referenceId: string; reason: NotConnected["reason"] }
  | { status: "failed"; error: Error };

/**
 * A login that ended without a connection.
 *
 * @example
 * ```ts
 * import type { NotConnected } from "ivy-data-session/element";
 *
 * const tell = ({ reason }: NotConnected) => (reason === "expired" ? "That took too long" : "Your bank was not connected");
 * console.log(tell({ referenceId: "order-1", reason: "expired" })); // That took too long
 * ```
 */
export type NotConnected = Omit<Extract<LoginResult, { kind: "not_connected" }>, "kind">;

/**
 * The account that the shopper chose. Post `session.id` and `handle` to your server, which fetches the session again before
 * it uses the account.
 *
 * @example
 * ```ts
 * import type { BankChoice } from "ivy-data-session/element";
 *
 * const toPost = ({ session, handle }: BankChoice) => JSON.stringify({ sessionId: session.id, handle });
 * console.log(toPost({ session: { id: "s1", status: "complete" }, account: { handle: "h1" }, handle: "h1" })); // {"sessionId":"s1","handle":"h1"}
 * ```
 */
export type BankChoice = {
  session: DataSession;
  /** `undefined` for a session without accounts. */
  account: Account | undefined;
  /**
   * The account's handle, as the proxy gave it. `null` for a session without accounts, and for an account without a handle:
   * neither can be paid with.
   */
  handle: string | null;
};

/**
 * What the shopper is told. The element speaks Ivy's twelve languages by itself.
 *
 * @example
 * ```ts
 * import type { BankConnectTexts } from "ivy-data-session/element";
 *
 * const texts: Partial<BankConnectTexts> = { connect: "Pay with your bank", account: (lastFour) => `…${lastFour}` };
 * console.log(texts.connect, texts.account?.("3000")); // Pay with your bank …3000
 * ```
 */
export type BankConnectTexts = {
  /** The button that leads to the bank, and what stands below it. */
  connect: string;
  note: string;
  /** What is under way. */
  looking: string;
  returning: string;
  connecting: string;
  redirecting: string;
  forgetting: string;
  /** While the bank is in a window of its own. */
  inWindow: string;
  /** How it stands. */
  recalled: string;
  several: string;
  connected: string;
  pending: string;
  notConnected: string;
  expired: string;
  forgotten: string;
  /** What failed: anything else, the network, the service, the loading of the library. */
  failed: string;
  offline: string;
  unavailable: string;
  formOnly: string;
  /** The accounts, and what is said where none was chosen. */
  accounts: string;
  chooseFirst: string;
  unknownBank: string;
  /** Buttons. */
  continueToBank: string;
  checkAgain: string;
  retry: string;
  cancel: string;
  choose: string;
  /** The same where a bank shared no accounts. */
  chooseBank: string;
  anotherBank: string;
  forgetBank: string;
  /** Names an account by the last four characters of its IBAN. */
  account: (lastFour: string) => string;
  /** Says how long ago a bank was connected, from words such as "3 days ago". */
  age: (when: string) => string;
  /** The same from a date. */
  since: (date: string) => string;
  /** Names a failed request to the shop's support. */
  reference: (id: string) => string;
};

/**
 * What else {@link IvyBankConnectElement} can be told.
 *
 * @example
 * ```ts
 * import type { BankConnectElementOptions } from "ivy-data-session/element";
 *
 * const options: BankConnectElementOptions = { maxAgeDays: 90, recall: false };
 * console.log(options.resume ?? true); // true
 * ```
 */
export type BankConnectElementOptions = Pick<ConnectOptions, "maxAgeDays" | "require"> & {
  /** Whether it takes up a login that returns to this page, when it comes into the page. Default true. */
  resume?: boolean;
  /** Whether it looks for past sessions by itself, when it comes into the page. Default true. */
  recall?: boolean;
};

/**
 * The events of the element. All but `error` bubble, and leave the shadow trees that they are in.
 *
 * - `choose`: the shopper chose an account, by a click. The one to act upon.
 * - `recalled`: past sessions are on offer. The shopper has said nothing yet.
 * - `connected`: the shopper came back with a connected bank.
 * - `notconnected`: the shopper came back without.
 * - `error`: a call failed.
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
  choose: CustomEvent<BankChoice>;
  recalled: CustomEvent<RecalledOutcome>;
  connected: CustomEvent<Extract<LoginResult, { kind: "connected" }>>;
  notconnected: CustomEvent<Extract<LoginResult, { kind: "not_connected" }>>;
  error: CustomEvent<IvyError>;
};

/**
 * The element `<ivy-bank-connect>`. It begins as soon as it is in a page and has a `client` and a `request`; until then, and
 * where there are no scripts, it shows what the page has put into it, best a form to the proxy's `/start`:
 *
 * ```html
 * <ivy-bank-connect action="/api/ivy/start">
 *   <form action="/api/ivy/start" method="post">
 *     <input type="hidden" name="permissions" value="identity">
 *     <button>Pay by bank</button>
 *   </form>
 * </ivy-bank-connect>
 * ```
 *
 * Nothing that it offers is used before the shopper's click: wait for the event `choose`. A page from the back/forward cache
 * drops everything shown and starts again. Set a new `client` when somebody else signs in or out without a new page.
 *
 * | attribute | |
 * |---|---|
 * | `action` | the URL of the proxy's `/start`: the way to the bank where the library does not load |
 * | `locale` | a language tag such as `de-AT`; by default the `lang` around the element. English stands in for other languages |
 * | `theme` | `light`, `dark`, or `auto` (the default): as the device is set. A page that is always light says `light` |
 * | `mode` | `redirect` (the default) or `popup`; where the browser opens no window, the page is left instead |
 *
 * | custom property | default | |
 * |---|---|---|
 * | `--ivy-accent`, `--ivy-on-accent` | near black on white | the main button and the chosen account |
 * | `--ivy-text`, `--ivy-soft` | | words, and words beside them |
 * | `--ivy-ground`, `--ivy-tint` | | the surface, and what is lifted from it |
 * | `--ivy-line`, `--ivy-edge` | | lines that part, and the edges of what can be clicked |
 * | `--ivy-good`, `--ivy-warn`, `--ivy-bad`, `--ivy-focus` | | the tones of the status; the ring around what has the keyboard |
 * | `--ivy-font`, `--ivy-font-size` | the page's, `1rem` | |
 * | `--ivy-radius`, `--ivy-padding`, `--ivy-border` | `12px`, `1em`, a thin line | |
 *
 * Parts for `::part()`: `container`, `status`, `reference`, `skeleton`, `accounts`, `title`, `account`, `radio`, `mark`,
 * `bank`, `iban`, `holder`, `age`, `form`, `button`, `link` (with `another-bank`, `forget-bank`, `cancel`), `note`.
 *
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 * import "ivy-data-session/element";
 *
 * if (globalThis.document) {
 *   const bank = document.createElement("ivy-bank-connect");
 *   bank.client = createClient({ proxyUrl: "/api/ivy" });
 *   bank.request = { permissions: ["identity"], market: "DE" };
 *   bank.addEventListener("choose", ({ detail: { session, handle } }) => {
 *     fetch("/pay", {
 *       method: "POST",
 *       headers: { "content-type": "application/json", "ivy-client": "1" },
 *       body: JSON.stringify({ sessionId: session.id, handle }),
 *     });
 *   });
 *   document.body.append(bank);
 * }
 * ```
 */
export class IvyBankConnectElement extends HTMLElement {
  /** The client. Setting another one drops everything shown, because it may be another customer, and starts again. */
  client: Client | undefined;
  /** What is asked for. The language of Ivy's pages is the element's, where the request has none. */
  request: PageRequest | undefined;
  options: BankConnectElementOptions | undefined;
  /** Texts to have instead. */
  texts: Partial<BankConnectTexts> | undefined;
  /** Where the shopper stands. */
  readonly state: BankConnectState;

  addEventListener<Type extends keyof BankConnectEventMap>(
    type: Type,
    listener: (this: IvyBankConnectElement, event: BankConnectEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "ivy-bank-connect": IvyBankConnectElement;
  }
}
