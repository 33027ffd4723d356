// The checkout page as a template. A returning shopper's account is in it, in a form that pays by the account's handle.

/** The request of the page and of the server: both must look for the same. */
export const REQUEST = { permissions: ["identity", "accounts"], market: "DE" };

/** Escapes a text for HTML. A bank and its customers choose their names. */
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const hidden = (name, value) => `<input type="hidden" name="${name}" value="${escape(value)}">`;

/** Returns the checkout page. `recalled` is the result of the proxy's `recall`. */
export function checkoutPage({ outcome, initial }) {
  const session = outcome?.kind === "recalled" ? outcome.session : null;
  // `initial` has only letters, digits, "-" and "_".
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Checkout</title>
    <script type="module" src="/checkout.js"></script>
  </head>
  <body>
    <form action="/sign-in" method="post">
      <button name="customer" value="ada">Sign in as Ada</button>
      <button name="customer" value="ben">Sign in as Ben</button>
    </form>
    <ivy-bank-connect action="/api/ivy/start" initial="${initial}">
      ${session ? offer(session) : ""}
      <form action="/api/ivy/start" method="post">
        ${hidden("permissions", REQUEST.permissions)}${hidden("market", REQUEST.market)}
        <button>${session ? "Use another bank" : "Pay by bank"}</button>
      </form>
    </ivy-bank-connect>
    <p id="paid" role="status"></p>
  </body>
</html>`;
}

/** Returns the form to pay from an account of a session, for browsers where no script runs. */
function offer({ id, data }) {
  const accounts = (data.accounts ?? []).filter(({ handle }) => typeof handle === "string");
  if (accounts.length === 0) return "";
  const rows = accounts.map(({ name, handle }, index) => {
    const checked = index === 0 ? " checked" : "";
    return `<label><input type="radio" name="handle" value="${escape(handle)}"${checked} required> ${escape(data.bankName ?? "Your bank")}, ${escape(name ?? "account")}</label>`;
  });
  return `<form action="/plain/pay" method="post">${hidden("sessionId", id)}${rows.join("")}<button>Pay</button></form>`;
}
