// The status line: one short text for each state. Screen readers announce it, because #status is a live region.
// `data-state` names the state for tests and styles.

const texts = {
  idle: ["calm", ""],
  looking: ["busy", "Looking for the bank you used last time…"],
  connecting: ["busy", "Preparing your bank login…"],
  leaving: ["busy", "Taking you to your bank…"],
  in_window: ["busy", "Your bank is open in another window. This page goes on when you are done there."],
  handed_over: ["good", "Done. You can close this window and go on in the shop."],
  returning: ["busy", "Checking with your bank. This takes a few seconds…"],
  paying: ["busy", "Paying…"],
  forgetting: ["busy", "Forgetting this bank…"],

  recalled: ["good", "We remember your bank. No login needed this time."],
  choose: ["calm", "More than one account is remembered here. Choose the one to pay from."],
  connected: ["good", "Your bank is connected. Nothing has been paid yet."],
  paid: ["good", "Paid. You can close this page."],
  forgotten: ["calm", "Forgotten. Your next payment starts with a bank login."],

  pending: ["warn", "Your bank has not confirmed yet. Wait a moment, then reload this page, or try again."],
  failed: ["bad", "Your bank was not connected. Nothing was paid. Try again, or choose another bank."],
  expired: ["bad", "The bank login took too long and has ended. Nothing was paid. Please start again."],
  unknown: ["bad", "This bank login can't be found. It may belong to another customer or browser. Please start again."],
  cancelled: ["warn", "You came back before your bank was connected. Nothing was paid. You can try again."],
  no_accounts: ["warn", "This bank shared no account to pay from. Please use another bank."],
  choose_first: ["warn", "Choose an account first."],
  list_unavailable: ["warn", "We can't look up your bank just now. You can connect it again."],
  blocked: ["warn", "Part of this page did not load. Paying by bank still works, with one page more in between."],

  sign_in_to_finish: ["warn", "Please sign in to finish. You won't have to log in to your bank again."],
  account_gone: ["bad", "Your bank no longer shares this account. Nothing was paid. Choose another account, or use another bank."],
  pay_refused: ["bad", "This account can't be used any more. Nothing was paid. Please connect your bank again."],
  network: ["bad", "No connection. Nothing was paid. Check your network and try again."],
  timeout: ["bad", "This took too long. Nothing was paid. Please try again."],
  rate_limited: ["bad", "Too many tries in a short time. Please wait a minute and try again."],
  proxy_unavailable: ["bad", "Paying by bank is not available right now. Nothing was paid. Please try again in a minute."],
  signed_out: ["bad", "Your sign-in has ended. Please reload the page and sign in again."],
  problem: ["bad", "Something went wrong. Nothing was paid. Please try again."],
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
