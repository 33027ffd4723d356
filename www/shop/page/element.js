// The checkout with `<ivy-bank-connect>`: a merchant's code for it, and a form to try the element's attributes.
//
// The shop's server knows if this customer has finished a bank login here, and then sets `data-expect`. `data-recalled` has the
// account to offer, so that the element shows it without a request. For everybody else it looks for no past login before the click.

import { createClient } from "/package/index.js";
import "/package/element.js";
import { watchCustomer } from "./customer.js";
import { pay } from "./server.js";

const page = document.documentElement.dataset;
const bank = document.querySelector("ivy-bank-connect");
const paid = document.getElementById("paid");
const settings = document.getElementById("settings");

bank.addEventListener("choose", async ({ detail: { session, handle } }) => {
  paid.textContent = "Paying…";
  try {
    // Sends only the session's id and the account's handle. The server fetches the rest itself, and decides again.
    const { account } = await pay(session.id, handle);
    bank.hidden = true;
    paid.textContent = `Thank you, your order is paid: from ${account.bank}, ${account.iban}, ${account.holder}.`;
  } catch (error) {
    const isGone = error.code === "account_gone";
    paid.textContent = `${isGone ? "Your bank no longer shares this account" : "Something went wrong"}, and nothing was paid. Choose an account again.`;
  }
});

settings.addEventListener("change", ({ target }) => bank.setAttribute(target.name, target.value));
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = settings.elements[name];
  if (!field) continue;
  field.value = value;
  bank.setAttribute(name, value);
}

watchCustomer();
bank.initial = page.recalled;
bank.options = { recall: page.expect !== "nothing" };
bank.request = { permissions: ["identity"], market: "DE" };
bank.client = createClient({ proxyUrl: "/api/ivy", environment: page.loginEnvironment });
