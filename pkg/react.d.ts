/**
 * For React 18 and 19: a hook that goes to the bank and back, and a component over it.
 *
 * Importing does nothing. Both are safe on a server, which renders the idle state, and under StrictMode.
 *
 * @module ivy-data-session/react
 */

import type { DetailedHTMLProps, HTMLAttributes, ReactElement, ReactNode } from "react";
import type { Client, ConnectOptions, DataSession, PageRequest, RecalledOutcome } from "ivy-data-session";
import type * as element from "ivy-data-session/element";

/**
 * Where the shopper stands: the same as that of `<ivy-bank-connect>`.
 *
 * @example
 * ```ts
 * import type { BankConnectState } from "ivy-data-session/react";
 *
 * const isBusy = ({ status }: BankConnectState) => status === "connecting" || status === "redirecting";
 * console.log(isBusy({ status: "connecting" })); // true
 * ```
 */
export type BankConnectState = element.BankConnectState;

/**
 * A login that ended without a connection.
 *
 * @example
 * ```ts
 * import type { NotConnected } from "ivy-data-session/react";
 *
 * const tell = ({ reason }: NotConnected) => (reason === "expired" ? "That took too long" : "Your bank was not connected");
 * console.log(tell({ referenceId: "order-1", reason: "expired" })); // That took too long
 * ```
 */
export type NotConnected = element.NotConnected;

/**
 * What {@link useBankConnect} takes. The newest callbacks and values are used, even by a call that began before.
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
export type BankConnectOptions = Pick<ConnectOptions, "maxAgeDays" | "require"> & {
  /**
   * The client. Make it once, outside of the component: another client is taken for another customer, so that everything shown
   * is dropped and the component starts again. Make a new one when somebody else signs in or out without a new page.
   */
  client: Client;
  /** What is asked for. */
  request: PageRequest;
  /** Whether this component takes up a login that returns to this page, when it is mounted. Default true. */
  resume?: boolean;
  /** Whether it looks for past sessions by itself, when it is mounted. Default true. */
  recall?: boolean;
  /** How the bank is reached; where the browser opens no window, the page is left instead. Default `"redirect"`. */
  mode?: "redirect" | "popup";
  /** Past sessions will do. As each callback: called once for each time that it happens, never after unmounting. */
  onRecalled?: (outcome: RecalledOutcome) => void;
  /** The shopper came back with a connected bank. */
  onConnected?: (session: DataSession) => void;
  /** The shopper came back, and the bank is not done. */
  onPending?: (login: { referenceId: string }) => void;
  /** The shopper came back without a connection. */
  onNotConnected?: (login: NotConnected) => void;
  /** A call failed. */
  onError?: (error: Error) => void;
};

/**
 * What {@link useBankConnect} gives. The actions change only with the client, never throw, and one runs at a time.
 *
 * @example
 * ```ts
 * import type { BankConnection } from "ivy-data-session/react";
 *
 * const next = ({ state, connect, retry }: BankConnection) => (state.status === "failed" ? retry : connect);
 * const bank: BankConnection = { state: { status: "idle" }, connect() {}, connectAnotherBank() {}, retry() {}, forgetBank() {}, cancel() {} };
 * console.log(next(bank) === bank.connect); // true
 * ```
 */
export type BankConnection = {
  state: BankConnectState;
  /** Looks for past sessions, and leaves for the bank where there are none. For a click: it may create a session. */
  connect: () => void;
  /** The same for a shopper who wants another bank: nothing is looked up. */
  connectAnotherBank: () => void;
  /** `failed`: does again what failed. `pending`: asks again. `redirecting`: opens the same login again. */
  retry: () => void;
  /** `recalled`: forgets the bank and the person of this session, or every bank where none is given. */
  forgetBank: (session?: DataSession) => void;
  /** Ends what is under way, without a word. */
  cancel: () => void;
};

/**
 * The way to the bank and back as a state. When it is mounted, it takes up a login that returns to this page, once; when
 * it is unmounted, it ends what is under way. A page from the back/forward cache starts again.
 *
 * @example
 * ```tsx
 * import { renderToString } from "react-dom/server";
 * import { createClient } from "ivy-data-session";
 * import { useBankConnect } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 *
 * function PayByBank({ onPaid }: { onPaid: (sessionId: string) => void }) {
 *   const { state, connect, retry } = useBankConnect({
 *     client,
 *     request: { permissions: ["identity"], market: "DE" },
 *     onConnected: (session) => onPaid(session.id),
 *   });
 *   if (state.status === "connected") return <p>Thank you</p>;
 *   if (state.status === "recalled") return <p>{state.outcome.sessions.length} accounts</p>;
 *   if (state.status === "failed") return <button onClick={retry}>Try again</button>;
 *   return <button onClick={connect}>Pay by bank</button>;
 * }
 *
 * console.log(renderToString(<PayByBank onPaid={() => {}} />)); // <button>Pay by bank</button>
 * ```
 */
export function useBankConnect(options: BankConnectOptions): BankConnection;

/**
 * The account that the shopper chose. Post `session.id` and `handle` to your server, which fetches the session again before
 * it uses the account.
 *
 * @example
 * ```ts
 * import type { BankChoice } from "ivy-data-session/react";
 *
 * const toPost = ({ session, handle }: BankChoice) => JSON.stringify({ sessionId: session.id, handle });
 * console.log(toPost({ session: { id: "s1", status: "complete" }, account: { handle: "h1" }, handle: "h1" })); // {"sessionId":"s1","handle":"h1"}
 * ```
 */
export type BankChoice = element.BankChoice;

/**
 * What {@link BankConnect} says; English by default.
 *
 * @example
 * ```ts
 * import type { BankConnectTexts } from "ivy-data-session/react";
 *
 * const texts: Partial<BankConnectTexts> = { connect: "Pay with your bank", account: (lastFour) => `…${lastFour}` };
 * console.log(texts.connect, texts.account?.("3000")); // Pay with your bank …3000
 * ```
 */
export type BankConnectTexts = element.BankConnectTexts;

/**
 * The texts of one of Ivy's twelve languages, loaded when they are asked for; English for every other, and where they
 * cannot be loaded.
 *
 * @example
 * ```ts
 * import { loadTexts } from "ivy-data-session/react";
 *
 * console.log((await loadTexts("de")).anotherBank); // Andere Bank verwenden
 * ```
 */
export function loadTexts(language: string): Promise<BankConnectTexts>;

/**
 * What {@link BankConnect} takes.
 *
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 * import type { BankConnectProps } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const props: BankConnectProps = { client, request: { permissions: ["identity"] }, onChoose: ({ session }) => console.log(session.id) };
 * console.log(props.formAction ?? "no form"); // no form
 * ```
 */
export type BankConnectProps = BankConnectOptions & {
  /** The shopper chose an account, by a click. */
  onChoose: (choice: BankChoice) => void;
  /** Texts to have instead. */
  texts?: Partial<BankConnectTexts>;
  /** The class of the outermost element, which also says the state: `[data-state="recalled"]`. */
  className?: string;
  /**
   * The URL of the proxy's `/start`. With it the button is a form, which reaches the bank before the page is hydrated,
   * without WebAssembly and without scripts. Not for use inside another form.
   */
  formAction?: string;
  /** Renders a state in its own way; `undefined` keeps what this component has for it. */
  children?: (bank: BankConnection) => ReactNode | undefined;
};

/**
 * The button to connect, the accounts on offer and all states between, as plain markup: no style, `data-part` and
 * `data-state` to hang yours on. What happens is said in a live region; the keyboard goes along with what the shopper did.
 *
 * @example
 * ```tsx
 * import { renderToString } from "react-dom/server";
 * import { createClient } from "ivy-data-session";
 * import { BankConnect } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const headers = { "content-type": "application/json", "ivy-client": "1" };
 * const pay = (choice: object) => fetch("/pay", { method: "POST", headers, body: JSON.stringify(choice) });
 * const page = (
 *   <BankConnect
 *     client={client}
 *     request={{ permissions: ["identity"], market: "DE" }}
 *     onChoose={({ session, handle }) => pay({ sessionId: session.id, handle })}
 *   />
 * );
 * console.log(renderToString(page)); // <div data-state="idle"><button type="button">Pay by bank</button><p role="status"></p></div>
 * ```
 */
export function BankConnect(props: BankConnectProps): ReactElement;

/**
 * What `<ivy-bank-connect>` takes in JSX. React 19 sets the properties and listens to the events; React 18 needs a `ref`.
 *
 * @example
 * ```tsx
 * import { renderToString } from "react-dom/server";
 * import { createClient } from "ivy-data-session";
 * import type { IvyBankConnectProps } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const props: IvyBankConnectProps = { client, request: { permissions: ["identity"] }, onchoose: ({ detail }) => console.log(detail.session.id) };
 * console.log(renderToString(<ivy-bank-connect {...props} theme="light" />)); // <ivy-bank-connect theme="light"></ivy-bank-connect>
 * ```
 */
export type IvyBankConnectProps = DetailedHTMLProps<HTMLAttributes<element.IvyBankConnectElement>, element.IvyBankConnectElement> & {
  client?: Client;
  request?: PageRequest;
  options?: element.BankConnectElementOptions;
  texts?: Partial<BankConnectTexts>;
  action?: string;
  locale?: string;
  theme?: "light" | "dark" | "auto";
  mode?: "redirect" | "popup";
  onchoose?: (event: element.BankConnectEventMap["choose"]) => void;
  onrecalled?: (event: element.BankConnectEventMap["recalled"]) => void;
  onconnected?: (event: element.BankConnectEventMap["connected"]) => void;
  onnotconnected?: (event: element.BankConnectEventMap["notconnected"]) => void;
  onerror?: (event: element.BankConnectEventMap["error"]) => void;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ivy-bank-connect": IvyBankConnectProps;
    }
  }
}
