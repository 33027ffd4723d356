// The checkout with `<ivy-bank-connect>`: a merchant's code for it, and a form to try the element's attributes.

import { createClient } from "/package/index.js";
import "/package/element.js";
import { pay, whoIsSignedIn } from "./server.js";

const bank = document.querySelector("ivy-bank-connect");
const paid = document.getElementById("paid");
const settings = document.getElementById("settings");
const who = document.getElementById("who");
const asGuest = [...who.childNodes];

/** The id of the customer whom the element's client was made for, "" for a guest. */
let known;

bank.addEventListener("choose", async ({ detail: { session, handle } }) => {
  paid.textContent = "Paying…";
  try {
    // Sends only the session's id and the account's handle. The server fetches the rest itself, and decides again.
    const { account } = await pay(session.id, handle);
    bank.hidden = true;
    paid.textContent = `Thank you, your order is paid. From ${account.bank}, ${account.iban}, ${account.holder}.`;
  } catch (error) {
    const isGone = error.code === "account_gone";
    paid.textContent = `${isGone ? "Your bank no longer shares this account." : "That did not work."} Nothing was paid. You can choose again.`;
  }
});

settings.addEventListener("change", ({ target }) => bank.setAttribute(target.name, target.value));
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = settings.elements[name];
  if (!field) continue;
  field.value = value;
  bank.setAttribute(name, value);
}

/** Shows the customer and sets the element's client. A new client for another customer resets the element. */
async function begin() {
  const { customer, loginEnvironment } = await whoIsSignedIn();
  if (customer) who.textContent = `Signed in as ${customer.name}.`;
  // Guests have no past logins.
  bank.options = { recall: customer !== null };
  const id = customer?.id ?? "";
  if (id !== known) bank.client = createClient({ proxyUrl: "/api/ivy", environment: loginEnvironment });
  known = id;
}

// The back/forward cache may show this page unchanged to another person. The element resets itself; the page resets the
// receipt and the name.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  bank.hidden = false;
  paid.textContent = "";
  who.replaceChildren(...asGuest);
  begin();
});

bank.request = { permissions: ["identity"], market: "DE" };
await begin();
