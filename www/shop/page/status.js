// The status line: one short text for each state. Screen readers announce it, because #status is a live region.
// `data-state` names the state for tests and styles.

const texts = {
  idle: ["calm", ""],
  looking: ["busy", "Looking for the bank you used last time…"],
  connecting: ["busy", "Preparing your bank login…"],
  leaving: ["busy", "Redirecting to your bank…"],
  in_window: ["busy", "Continue in your bank's window. When you are done there, the shop continues here."],
  handed_over: ["good", "Done. You can close this window and continue in the shop."],
  returning: ["busy", "Checking with your bank…"],
  paying: ["busy", "Paying…"],
  forgetting: ["busy", "Removing…"],

  recalled: ["good", "Your bank is already connected. No login needed this time."],
  choose: ["calm", "You have several saved accounts. Choose one."],
  connected: ["good", "Your bank is connected. Nothing has been paid yet."],
  paid: ["good", "Paid. You can close this page."],
  forgotten: ["calm", "Bank removed. Your next payment starts with a bank login."],

  pending: ["warn", "Your bank hasn't confirmed the connection yet. Wait a moment, then reload the page or try again."],
  failed: ["bad", "We couldn't connect your bank, and nothing was paid. Try again or use another bank."],
  expired: ["bad", "Your bank login has expired, and nothing was paid. Please start again."],
  unknown: ["bad", "We can't find this bank login: it may belong to another customer or browser. Please start again."],
  cancelled: ["warn", "You came back before your bank was connected, and nothing was paid. You can try again."],
  no_accounts: ["warn", "The bank shared no account to pay from. Please use another bank."],
  choose_first: ["warn", "Choose an account first."],
  list_unavailable: ["warn", "We can't look up your bank just now. You can connect it again."],
  blocked: ["warn", "Part of this page didn't load. You can still pay by bank, with one more page in between."],

  sign_in_to_finish: ["warn", "Please sign in to finish. You won't have to log in to your bank again."],
  account_gone: ["bad", "Your bank no longer shares this account, and nothing was paid. Choose another account or use another bank."],
  pay_refused: ["bad", "This account can't be used any more, and nothing was paid. Please connect your bank again."],
  network: ["bad", "No internet connection, and nothing was paid. Check your connection and try again."],
  timeout: ["bad", "The shop took too long to respond, and nothing was paid. Please try again."],
  rate_limited: ["bad", "Too many tries in a short time. Please wait a minute and try again."],
  proxy_unavailable: ["bad", "Pay by bank isn't available right now, and nothing was paid. Please try again in a minute."],
  signed_out: ["bad", "Your sign-in has ended. Please reload the page and sign in again."],
  problem: ["bad", "Something went wrong, and nothing was paid. Please try again."],
};

const stateOfCode = { unauthorized: "signed_out", forbidden: "signed_out", aborted: "idle" };

const status = document.getElementById("status");

/** Shows the text of a state, with the request id as a reference for support if there is one. */
export function say(state, requestId) {
  const [tone, text] = texts[state];
  status.dataset.state = state;
  status.dataset.tone = tone;
  status.textContent = requestId ? `${text} (Reference: ${requestId})` : text;
}

/** Shows the text for a failed call. `error` is an IvyError, or any other thrown value. */
export function sayError(error) {
  const code = error?.code;
  const state = stateOfCode[code] ?? (code in texts ? code : "problem");
  say(state, error?.requestId);
}
