// The checkout page: `index.html` of the page folder, with the few words that differ from customer to customer. They are
// filled in here and not by a script, so that nothing jumps when the page opens, and signing in works without scripts.

import { readFile } from "node:fs/promises";
import path from "node:path";

/** What the basket costs. The page and the plain pages show it; nobody is charged. */
export const TOTAL = "€66.30";

const PLACES = ["customer", "customer_name", "customer_email", "initial", "expect", "login_environment", "total"];

/** Reads the two pages of the page folder, once. */
export async function readPages(folder) {
  const [checkout, element] = await Promise.all(["index.html", "element.html"].map((name) => readFile(path.join(folder, name), "utf8")));
  const missing = PLACES.find((place) => !checkout.includes(`{{${place}}}`));
  if (missing) throw new Error(`index.html has no {{${missing}}}`);
  return { checkout, element };
}

/**
 * The checkout page for a customer or a guest. `expect` is what it should be ready for when it opens: "nothing" (a click),
 * "recall" (the offer of an account from a past login) or "return" (the result of the login that the shopper comes from).
 * The words are the shop's own constants, never something that a browser sent: they need no escaping.
 */
export function fillCheckout(checkout, customer, expect, loginEnvironment) {
  const { id = "", name = "", email = "" } = customer ?? {};
  const words = [id, name, email, name.slice(0, 1), expect, loginEnvironment, TOTAL];
  return PLACES.reduce((text, place, at) => text.replaceAll(`{{${place}}}`, words[at]), checkout);
}
