// The texts that a shopper reads.

import { defined } from "../shared/values.ts";

/**
 * The texts for the shopper. The element has them in Ivy's languages.
 *
 * @example
 * ```ts
 * import type { BankConnectTexts } from "ivy-data-session/element";
 *
 * const short = ({ connect, account }: Pick<BankConnectTexts, "connect" | "account">) => `${connect}: ${account("3000")}`;
 * console.log(short({ connect: "Pay with your bank", account: (lastFour) => `…${lastFour}` })); // Pay with your bank: …3000
 * ```
 */
export type BankConnectTexts = {
  /** The button that leads to the bank, and the note below it. */
  connect: string;
  note: string;
  /** Progress of a call. */
  looking: string;
  returning: string;
  connecting: string;
  redirecting: string;
  forgetting: string;
  /** While the bank is in a window of its own. */
  inWindow: string;
  /** Results. */
  recalled: string;
  several: string;
  /** The same as `several` where the accounts belong to different people. */
  severalPeople: string;
  connected: string;
  pending: string;
  notConnected: string;
  expired: string;
  forgotten: string;
  /** Failures: any other, the network, the service, loading the library. */
  failed: string;
  offline: string;
  unavailable: string;
  formOnly: string;
  /** Input that breaks a rule: the phone number, the e-mail address, the IBAN or BIC. */
  invalidPhone: string;
  invalidEmail: string;
  invalidIban: string;
  /** The accounts, and the hint if none was chosen. */
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
  /** Says how long ago a bank was connected, from words such as "3 days ago". They stay as they are after a colon. */
  age: (when: string) => string;
  /** The same from a date. */
  since: (date: string) => string;
  /** Names a failed request to the shop's support. */
  reference: (id: string) => string;
  /** The button that pays an amount with the chosen account. */
  payAmount: (amount: string) => string;
  /** Asks to confirm the removal of a bank, and the button that confirms it. */
  confirmForget: (bank: string) => string;
  forgetNow: string;
  /** The shopper has to sign in to the shop. */
  signedOut: string;
};

/**
 * Texts of the page's own. One that is missing or `undefined` stays in the element's language.
 *
 * @example
 * ```ts
 * import type { BankConnectOwnTexts } from "ivy-data-session/element";
 *
 * const texts: BankConnectOwnTexts = { connect: "Pay with your bank", account: (lastFour) => `…${lastFour}` };
 * console.log(texts.connect, texts.account?.("3000")); // Pay with your bank …3000
 * ```
 */
export type BankConnectOwnTexts = { [Text in keyof BankConnectTexts]?: BankConnectTexts[Text] | undefined };

/** Returns the texts with those of the page in their place. */
export function withOwnTexts(texts: BankConnectTexts, own: BankConnectOwnTexts | undefined): BankConnectTexts {
  return { ...texts, ...defined(own ?? {}) };
}
