// The content of an element that cannot draw: the children that the page has put into it, best a form to the proxy's `/start`.
// Without any there is a form with one button. Old functions of the DOM alone, since script libraries replace newer ones.

import type { BankConnectTexts } from "../locales/texts.ts";
import { attempt } from "../shared/values.ts";

/** The action of the form, its hidden fields, and the words of its button. */
export type OwnForm = { action: string; fields: [string, string][]; texts: BankConnectTexts };

/** Shows the page's own children again, or `form` if there are none. */
export function showChildren(root: ShadowRoot, form?: OwnForm): void {
  while (root.firstChild) root.removeChild(root.firstChild);
  const slot = root.appendChild(document.createElement("slot"));
  if (form) attempt(() => slot.appendChild(formOf(form)));
}

function formOf({ action, fields, texts }: OwnForm): HTMLElement {
  const form = withAttributes("form", [["method", "post"], ["action", action]]);
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as [string, string];
    form.appendChild(withAttributes("input", [["type", "hidden"], ["name", field[0]], ["value", field[1]]]));
  }
  const button = withAttributes("button", [["type", "submit"], ["part", "button"]]);
  button.appendChild(document.createTextNode(texts.continueToBank));
  form.appendChild(button);
  return form;
}

function withAttributes(tag: string, attributes: [string, string][]): HTMLElement {
  const element = document.createElement(tag);
  for (let at = 0; at < attributes.length; at++) {
    const attribute = attributes[at] as [string, string];
    element.setAttribute(attribute[0], attribute[1]);
  }
  return element;
}
