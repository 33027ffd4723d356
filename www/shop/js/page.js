// The checkout page in its two designs, `element.html` and `own-design.html` of the page folder, with values for one customer.
// The server fills the values in, so that nothing jumps when the page opens, and so that signing in works without scripts.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { TOTAL } from "./basket.js";

/** The parts that both designs share, each a file of the page folder. */
const PARTS = { header: "header.html", basket: "basket.html", customer_card: "customer.html" };

/** The placeholder of the element's design for the account that is offered when the page opens. */
const RECALLED = "recalled";

/** The placeholders of a design with its parts. */
const PLACEHOLDERS = ["customer", "customer_name", "customer_email", "initial", "expect", "login_environment", "total"];

/** Reads both designs. */
export async function readPages(folder) {
  const read = (name) => readFile(path.join(folder, name), "utf8");
  const parts = await Promise.all(Object.entries(PARTS).map(async ([part, file]) => [part, (await read(file)).trimEnd()]));
  const design = async (name) => {
    const template = await read(name);
    const text = parts.reduce((text, [part, content]) => filled(name, text, part, content), template);
    return PLACEHOLDERS.reduce((text, placeholder) => checked(name, text, placeholder), text);
  };
  return { element: checked("element.html", await design("element.html"), RECALLED), own: await design("own-design.html") };
}

/** Puts a value in the place of a placeholder. */
const filled = (name, text, placeholder, value) => checked(name, text, placeholder).replaceAll(`{{${placeholder}}}`, () => value);

function checked(name, text, placeholder) {
  if (!text.includes(`{{${placeholder}}}`)) throw new Error(`${name} has no {{${placeholder}}}`);
  return text;
}

/**
 * Returns the checkout page for a customer or a guest. `expect` is the step that the page prepares for: "nothing" (a click),
 * "recall" (the offer of an account from a past login) or "return" (the result of the login that the shopper returns from).
 * `recalled` is `initial` of the proxy's `recall`, or empty. All other values are constants of the shop and not input from a
 * browser. None needs escaping.
 */
export function fillCheckout(template, customer, expect, loginEnvironment, recalled) {
  const { id = "", name = "", email = "" } = customer ?? {};
  const values = [id, name, email, name.slice(0, 1), expect, loginEnvironment, TOTAL];
  return PLACEHOLDERS.reduce((text, placeholder, index) => text.replaceAll(`{{${placeholder}}}`, values[index]), template.replaceAll(`{{${RECALLED}}}`, recalled));
}
