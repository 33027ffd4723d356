// The element's types for React.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type * as element from "../element/index.ts";

/**
 * The state of the bank connection, the same as that of `<ivy-bank-connect>`.
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
 * The texts of {@link BankConnect}; English by default.
 *
 * @example
 * ```ts
 * import type { BankConnectTexts } from "ivy-data-session/react";
 *
 * const short = ({ connect, account }: Pick<BankConnectTexts, "connect" | "account">) => `${connect}: ${account("3000")}`;
 * console.log(short({ connect: "Pay with your bank", account: (lastFour) => `…${lastFour}` })); // Pay with your bank: …3000
 * ```
 */
export type BankConnectTexts = element.BankConnectTexts;

/**
 * Texts of the page's own for {@link BankConnect}. One that is missing or `undefined` stays as it is.
 *
 * @example
 * ```ts
 * import type { BankConnectOwnTexts } from "ivy-data-session/react";
 *
 * const texts: BankConnectOwnTexts = { connect: "Pay with your bank", account: (lastFour) => `…${lastFour}` };
 * console.log(texts.connect, texts.account?.("3000")); // Pay with your bank …3000
 * ```
 */
export type BankConnectOwnTexts = element.BankConnectOwnTexts;

/**
 * The props of `<ivy-bank-connect>` in JSX. React 19 sets the properties and listens to the events; React 18 needs a `ref`.
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
export type IvyBankConnectProps = DetailedHTMLProps<HTMLAttributes<element.IvyBankConnectElement>, element.IvyBankConnectElement> &
  element.BankConnectElementAttributes &
  element.BankConnectElementProperties & {
    [Type in keyof element.BankConnectEventMap as `on${Type}`]?: ((event: element.BankConnectEventMap[Type]) => void) | undefined;
  };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ivy-bank-connect": IvyBankConnectProps;
    }
  }
}
