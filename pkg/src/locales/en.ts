// The texts in English, also the fallback if a language cannot be loaded.
//
// `age` takes words such as "3 days ago" or "today", `since` a date, both made by the platform's `Intl`.

import type { BankConnectTexts } from "./texts.ts";

export const TEXTS: BankConnectTexts = {
  connect: "Pay by bank",
  note: "You log in at your own bank and choose what to share. The shop never sees your password.",
  looking: "Looking for the bank you used last time…",
  returning: "Checking with your bank…",
  connecting: "Preparing your bank login…",
  redirecting: "Taking you to your bank…",
  continueToBank: "Continue to your bank",
  inWindow: "Finish the login in your bank’s window.",
  cancel: "Cancel",
  recalled: "We remember your bank. No login needed this time.",
  several: "Several accounts are remembered here. Please choose yours.",
  connected: "Your bank is connected.",
  pending: "Your bank has not confirmed yet. Wait a moment, then check again.",
  checkAgain: "Check again",
  notConnected: "Your bank was not connected. Try again, or use another bank.",
  expired: "The bank login has expired. Please start again.",
  failed: "That did not work. Please try again.",
  offline: "No connection. Check your network and try again.",
  unavailable: "This is not available right now. Please try again in a minute.",
  formOnly: "Part of this page did not load. You can still continue to your bank.",
  retry: "Try again",
  accounts: "Choose an account",
  choose: "Use this account",
  chooseBank: "Use this bank",
  chooseFirst: "Choose an account first.",
  anotherBank: "Use another bank",
  forgetBank: "Forget this bank",
  forgetting: "Forgetting this bank…",
  forgotten: "This bank is no longer remembered.",
  unknownBank: "Your bank",
  account: (lastFour) => `account ending in ${lastFour}`,
  age: (when) => `Connected ${when}`,
  since: (date) => `Connected on ${date}`,
  reference: (id) => `Reference: ${id}`,
};
