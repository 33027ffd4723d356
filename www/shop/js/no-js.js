// The pages of a checkout without JavaScript: the return from the bank, the result, the payment, and errors. Their texts are
// those of the Rust shop.

import { TOTAL } from "./basket.js";
import { customers } from "./customers.js";
import { html } from "./html.js";

/** The permission that the shop needs: the name of the account holder. The checkout page asks for the same one. */
export const PERMISSION = "identity";

/** The country whose banks the shop offers. */
export const MARKET = "DE";

/**
 * Returns the page that a bank login returns to. Opening the page changes nothing. Only the form's post takes the nonce, and
 * no prefetch, no scanner without scripts and no other site sends that post. With scripts the form is sent without a click.
 */
export const returnedPage = (nonce) =>
  layout(
    "Back from your bank",
    html`<p id="status" data-state="returned" data-tone="calm">You are back from your bank. Nothing has been paid yet.</p>
      <form id="continue" action="/plain/done" method="post">
        <input type="hidden" name="ivy" value="${nonce}">
        <button class="main">Continue</button>
      </form>
      <script type="module" src="/continue.js"></script>`,
  );

/** Returns the page for a sign-in that ended during the login. The login continues after the next sign-in. */
export function signInFirstPage(nonce) {
  const buttons = Object.entries(customers).map(
    ([key, { name }]) => html`<button id="sign-in-${key}" class="choice" name="customer" value="${key}">Sign in as ${name.split(" ")[0]}</button>`,
  );
  return layout(
    "Please sign in",
    html`<p id="status" data-state="sign_in_to_finish" data-tone="warn">Please sign in to finish. You won't have to log in to your bank again.</p>
      <form action="/shop/sign-in" method="post"><input type="hidden" name="ivy" value="${nonce}">${buttons}</form>`,
  );
}

/** Returns the page for the result of a login. `maskedIban` returns the masked IBAN of an account. */
export function loginPage({ status, session, referenceId }, maskedIban) {
  if (status === "complete" && session) return connected(session, maskedIban);
  if (status === "error") return notConnected("failed", "We couldn't connect your bank, and nothing was paid. Try again or use another bank.");
  if (status === "expired") return notConnected("expired", "Your bank login has expired, and nothing was paid. Please start again.");
  return layout(
    "Waiting for your bank",
    html`<p id="status" data-state="pending" data-tone="warn">Your bank hasn't confirmed the connection yet. Wait a moment, then check again.</p>
      <form action="/plain/done" method="post">
        <input type="hidden" name="reference" value="${referenceId}">
        <button class="main">Check again</button>
      </form>`,
  );
}

/** Returns the page for a paid order. */
export const paidPage = () => layout("Paid", html`<p id="status" data-state="paid" data-tone="good">Thank you, your order is paid.</p>`);

/** Returns the page for an address that the shop does not have. */
export const noPage = () => layout("Page not found", html`<p>The shop has no page at this address. Go back to the shop and continue from there.</p>`);

/** Returns the page for an error response. */
export function errorPage(status, code) {
  if (code === "account_gone") {
    const text = "Your bank no longer shares this account, and nothing was paid. Go back and choose another account, or use another bank.";
    return layout("Account gone", html`${line("account_gone", text)}${startForm("Use another bank", "main")}`);
  }
  if (status === 404) {
    return notConnected("unknown", "We can't find this bank login, and nothing was paid. The login may belong to another customer or browser.");
  }
  if (status === 403 || status === 415) {
    return message("Not possible", "problem", "The request didn't come from our checkout page, so nothing was done. Please go back to the shop and try again.");
  }
  return message("Not available", "proxy_unavailable", "Pay by bank isn't available right now, and nothing was paid. Please reload this page in a minute.");
}

/** Returns the page of a connected bank, with the form to choose an account and pay. */
function connected({ id, data = {} }, maskedIban) {
  const { bankName: bank = "Your bank", identity, accounts = [] } = data;
  // Only an account with a handle can be paid from.
  const rows = accounts.filter(({ handle }) => handle).map(
    (account, index) => html`<label class="account">
      <input type="radio" name="handle" value="${account.handle}" ${index === 0 ? "checked" : ""} required>
      <span class="account-top"><span class="account-bank">${bank}</span><span class="account-iban">${maskedIban(account)}</span></span>
      <span class="account-under"><span class="account-holder">${identity?.name ?? ""}</span><span class="account-name">${account.name ?? ""}</span></span>
    </label>`,
  );
  const status = (tone, text) => html`<p id="status" data-state="connected" data-tone="${tone}">${text}</p>`;
  const pay = html`<form id="offer" data-kind="connected" action="/shop/pay" method="post">
      <input type="hidden" name="sessionId" value="${id}">
      <fieldset><legend class="unseen">Account to pay from</legend><div id="accounts">${rows}</div></fieldset>
      <button id="pay" class="main">Pay ${TOTAL}</button>
    </form>
    ${startForm("Use another bank", "quiet")}`;
  const none = html`${status("warn", "The bank shared no account to pay from. Please use another bank.")}${startForm("Use another bank", "main")}`;
  const some = html`${status("good", "Nothing has been paid yet. Choose the account to pay from.")}${pay}`;
  return layout(`${bank} is connected`, rows.length > 0 ? some : none);
}

const line = (state, text) => html`<p id="status" data-state="${state}" data-tone="bad">${text}</p>`;

const notConnected = (state, text) => layout("Bank not connected", html`${line(state, text)}${startForm("Try again", "main")}`);

const message = (title, state, text) => layout(title, line(state, text));

/** Returns the form that starts a bank login. The checkout page has the same form. */
const startForm = (label, kind) => html`<form action="/api/ivy/start" method="post">
  <input type="hidden" name="permissions" value="${PERMISSION}">
  <input type="hidden" name="market" value="${MARKET}">
  <button class="${kind}">${label}</button>
</form>`;

const layout = (title, content) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Slow Morning Coffee</title>
    <link rel="icon" href="/goods/mark.svg" type="image/svg+xml">
    ${["style", "parts", "payment", "card-page"].map((sheet) => html`<link rel="stylesheet" href="/${sheet}.css">`)}
  </head>
  <body>
    <header class="bar">
      <a class="brand" href="/"><img src="/goods/mark.svg" alt="" width="32" height="32"><span>Slow Morning</span></a>
      <p class="bar-note">Demo: nothing is charged</p>
    </header>
    <main class="card-page">
      <h1>${title}</h1>
      <section class="card">${content}</section>
      <a class="quiet" href="/">Back to the shop</a>
    </main>
  </body>
</html>`;
