// The checkout with `<ivy-bank-connect>`: what a merchant writes, and a form to try its attributes.

import { createClient } from "/package/index.js";
import "/package/element.js";
import { pay, whoIsSignedIn } from "./server.js";

const bank = document.querySelector("ivy-bank-connect");
const paid = document.getElementById("paid");
const settings = document.getElementById("settings");

bank.addEventListener("choose", async ({ detail: { session, accountIndex } }) => {
  paid.textContent = "Paying…";
  try {
    // The ids alone: the server looks up the rest itself, and decides again.
    const { account } = await pay(session.id, accountIndex);
    bank.hidden = true;
    paid.textContent = `Thank you, your order is paid. From ${account.bank}, ${account.iban}, ${account.holder}.`;
  } catch {
    paid.textContent = "That did not work. Nothing was paid.";
  }
});

settings.addEventListener("change", ({ target }) => bank.setAttribute(target.name, target.value));
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = settings.elements[name];
  if (!field) continue;
  field.value = value;
  bank.setAttribute(name, value);
}

const { customer, loginEnvironment } = await whoIsSignedIn();
if (customer) document.getElementById("who").textContent = `Signed in as ${customer.name}.`;
// Of a guest nothing is remembered: there is nothing to look for.
bank.options = { recall: customer !== null };
bank.request = { permissions: ["identity"], market: "DE" };
bank.client = createClient({ proxyUrl: "/api/ivy", environment: loginEnvironment });
