// The checkout page: `index.html` of the page folder, with values for one customer. The server fills the values in, so that
// nothing jumps when the page opens, and so that signing in works without scripts.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { TOTAL } from "./basket.js";

/** The placeholders of the template. */
const PLACEHOLDERS = ["customer", "customer_name", "customer_email", "initial", "expect", "login_environment", "total"];

/** Reads the template and the page with the element. */
export async function readPages(folder) {
  const [checkout, element] = await Promise.all(["index.html", "element.html"].map((name) => readFile(path.join(folder, name), "utf8")));
  const missing = PLACEHOLDERS.find((name) => !checkout.includes(`{{${name}}}`));
  if (missing) throw new Error(`index.html has no {{${missing}}}`);
  return { checkout, element };
}

/**
 * Returns the checkout page for a customer or a guest. `expect` is the step that the page prepares for: "nothing" (a click),
 * "recall" (the offer of an account from a past login) or "return" (the result of the login that the shopper returns from).
 * All values are constants of the shop and not input from a browser, so that they need no escaping.
 */
export function fillCheckout(checkout, customer, expect, loginEnvironment) {
  const { id = "", name = "", email = "" } = customer ?? {};
  const values = [id, name, email, name.slice(0, 1), expect, loginEnvironment, TOTAL];
  return PLACEHOLDERS.reduce((text, name, index) => text.replaceAll(`{{${name}}}`, values[index]), checkout);
}
