// The accounts that a shopper chooses from: one row each, with the facts by which people recognise an account.

import type { DataSession } from "../model/session.ts";
import { choicesOf, displayName, ibanOf } from "../flow/choices.ts";
import { ageText, type Age } from "../flow/i18n.ts";
import type { BankChoice, BankConnectState } from "../flow/state.ts";
import type { BankConnectTexts } from "../locales/texts.ts";

const DAY = 86_400;

/** Makes an element with attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  // Not `append`, which script libraries replace.
  for (const child of children) node.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  return node;
}

/** The offer of a state: its choices, the preselected session, and the age of each session. */
export type Offer = { choices: BankChoice[]; offered: DataSession | null; ages: (session: DataSession) => Age };

/** Returns the offer of a state, or `null` if there is none. */
export function offerOf(state: BankConnectState): Offer | null {
  if (state.status === "connected") {
    const { session } = state;
    return { choices: choicesOf([session], session), offered: session, ages: () => ({ days: null }) };
  }
  if (state.status !== "recalled" && state.status !== "forgetting") return null;
  const { sessions, session: offered, ageDays } = state.outcome;
  // By the proxy's clock only: the ages of the others are relative to the offered one.
  const at = offered?.createdAt;
  const ages = ({ id, createdAt }: DataSession): Age => {
    if (ageDays === null) return { days: null, createdAt };
    if (id === offered?.id) return { days: ageDays };
    const days = at === undefined || createdAt === undefined ? null : Math.max(0, Math.floor(ageDays + (at - createdAt) / DAY));
    return { days, createdAt };
  };
  return { choices: choicesOf(sessions, offered), offered, ages };
}

/** The texts of a row, and the language for its age. */
export type RowModel = { texts: BankConnectTexts; tag: string; language: string; mask: (iban: string) => string };

/** One row and its radio button. */
export type Row = { row: HTMLLabelElement; radio: HTMLInputElement };

/** Makes the row of a choice. */
export function makeRow({ session, account }: BankChoice, age: Age, { texts, tag, language, mask }: RowModel): Row {
  const iban = account && ibanOf(account) ? mask(ibanOf(account)) : "";
  const end = iban.replace(/[^\dA-Z]/gi, "").slice(-4);
  const bank = displayName(session.data?.bankName) ?? texts.unknownBank;
  const holder = displayName(session.data?.identity?.name) ?? "";
  const name = displayName(account?.name) ?? "";
  const when = ageText(age, texts, tag, language);
  const radio = make("input", { type: "radio", name: "account", part: "radio" });
  // A screen reader would read out the dots of a masked IBAN.
  radio.setAttribute("aria-label", [bank, end && texts.account(end), holder, name, when].filter(Boolean).join(", "));
  // Two lines if there is room, each with something at its end.
  const lines = [{ bank, iban }, { holder: [holder, name].filter(Boolean).join(" · "), age: when }].map((parts) => {
    const words = Object.entries(parts).filter(([, text]) => text);
    return make("span", { class: "line", "aria-hidden": "true" }, ...words.map(([part, text]) => make("span", { part, class: part }, text)));
  });
  const mark = make("span", { part: "mark", class: "mark", "aria-hidden": "true" }, [...bank.trim()][0]?.toUpperCase() ?? "");
  const row = make("label", { part: "account", class: "row" }, radio, mark, make("span", { class: "words" }, ...lines));
  return { row, radio };
}
