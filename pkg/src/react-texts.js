/**
 * What the component says, in English.
 */
export const TEXTS = {
  connect: "Pay by bank",
  connecting: "One moment, please",
  redirecting: "Taking you to your bank",
  continueToBank: "Continue to your bank",
  recalled: "You have connected a bank before",
  connected: "Your bank is connected",
  pending: "Your bank is not done yet",
  checkAgain: "Check again",
  notConnected: "Your bank was not connected; you can try again",
  expired: "The bank login has expired; you can try again",
  failed: "That did not work; you can try again",
  retry: "Try again",
  accounts: "Choose an account",
  choose: "Use this account",
  chooseFirst: "Choose an account first",
  anotherBank: "Use another bank",
  unknownBank: "Your bank",
  account: (lastFour) => `account ending in ${lastFour}`,
};
