/**
 * `<ivy-bank-connect>`: the recalled accounts or the button to connect, and all states between, for a page of any kind.
 *
 * Importing defines the element; on a server it has no effect.
 *
 * @module ivy-data-session/element
 */
export type { BankChoice, BankConnectState, NotConnected } from "../flow/state.ts";
export type { BankConnectOwnTexts, BankConnectTexts } from "../locales/texts.ts";
export { IvyBankConnectElement } from "./element.ts";
export type { BankConnectElementAttributes, BankConnectElementOptions, BankConnectElementProperties, BankConnectEventMap } from "./types.ts";
