// The texts in English, also the fallback if a language cannot be loaded.
//
// Source: the corrections of an editor.
// Checked by a native: no.
//
// `age` takes words such as "3 days ago" or "today", `since` a date, both made by the platform's `Intl`. The words follow a
// colon, because they change the order of a sentence in some languages.

import type { BankConnectTexts } from "./texts.ts";

export const TEXTS: BankConnectTexts = {
  connect: "Pay by bank",
  note: "You log in to your bank and choose what to share. The shop never sees your password.",
  looking: "Looking for the bank you used last time…",
  returning: "Checking with your bank…",
  connecting: "Preparing your bank login…",
  redirecting: "Redirecting to your bank…",
  continueToBank: "Continue to your bank",
  inWindow: "Continue in your bank’s window.",
  cancel: "Cancel",
  recalled: "Your bank is already connected. No login needed this time.",
  several: "You have several saved accounts. Choose one.",
  severalPeople: "Accounts of several people are saved. Choose yours.",
  connected: "Your bank is connected.",
  pending: "Your bank hasn’t confirmed the connection yet. Wait a moment, then check again.",
  checkAgain: "Check again",
  notConnected: "We couldn’t connect your bank. Try again or use another bank.",
  expired: "Your bank login timed out. Please start again.",
  failed: "Something went wrong. Please try again.",
  offline: "No internet connection. Check your connection and try again.",
  unavailable: "Pay by bank isn’t available right now. Please try again in a minute.",
  formOnly: "Part of this page didn’t load. You can still continue to your bank.",
  invalidPhone: "The phone number isn’t valid. Enter it with + and the country code, without (0).",
  invalidEmail: "The e-mail address isn’t valid. Please check it.",
  invalidIban: "The IBAN or BIC isn’t valid. Please check it.",
  retry: "Try again",
  accounts: "Choose an account",
  choose: "Use this account",
  chooseBank: "Use this bank",
  chooseFirst: "Choose an account first.",
  anotherBank: "Use another bank",
  forgetBank: "Remove this bank",
  forgetting: "Removing…",
  forgotten: "Bank removed.",
  unknownBank: "Your bank",
  account: (lastFour) => `account ending in ${lastFour}`,
  age: (when) => `Last connected: ${when}`,
  since: (date) => `Last connected: ${date}`,
  reference: (id) => `Reference: ${id}`,
  payAmount: (amount) => `Pay ${amount}`,
  confirmForget: (bank) => `Remove ${bank}?`,
  forgetNow: "Remove",
  signedOut: "You’re signed out. Sign in to the shop and try again.",
};
