"use client";
/**
 * For React 18 and 19: a hook that goes to the bank and back, and a component over it.
 *
 * Importing does nothing. Both are safe on a server, which renders the idle state, and under StrictMode. The component has the view
 * of `<ivy-bank-connect>`, and does not define that element.
 *
 * @module ivy-data-session/react
 */
export { loadTexts } from "../flow/i18n.ts";
export type { BankConnectOptions } from "../flow/options.ts";
export { BankConnect } from "./bank-connect.ts";
export type { BankConnectProps } from "./bank-connect.ts";
export type { BankChoice, BankConnectOwnTexts, BankConnectState, BankConnectTexts, IvyBankConnectProps, NotConnected } from "./types.ts";
export { useBankConnect } from "./use-bank-connect.ts";
export type { BankConnection } from "./use-bank-connect.ts";
