// The accounts that a shopper chooses from: one row each, with the facts by which people recognise an account.

import type { DataSession } from "../model/session.ts";
import { attempt } from "../shared/values.ts";
import { choicesOf, displayName, ibanOf } from "../flow/choices.ts";
import { ageText, type Age } from "../flow/i18n.ts";
import type { BankChoice, BankConnectState } from "../flow/state.ts";
import type { BankConnectTexts } from "../locales/texts.ts";
import { make, refill } from "./dom.ts";

const DAY = 86_400;

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

/** Returns the URL of a bank's logo, or `undefined` if the page has none. */
export type BankLogo = (session: DataSession) => string | undefined;

/** The texts of a row, the language for its age, and the page's logos. */
export type RowModel = {
  texts: BankConnectTexts;
  tag: string;
  language: string;
  mask: (iban: string) => string;
  bankLogo: BankLogo | undefined;
};

/** One row and its radio button. */
export type Row = { row: HTMLLabelElement; radio: HTMLInputElement };

/** Returns the name of a session's bank. */
export const bankOf = ({ data }: DataSession, texts: BankConnectTexts): string => displayName(data?.bankName) ?? texts.unknownBank;

/** Makes the row of a choice. Names are isolated, so that none changes the direction of the words beside it. */
export function makeRow({ session, account }: BankChoice, age: Age, { texts, tag, language, mask, bankLogo }: RowModel): Row {
  const iban = account && ibanOf(account) ? mask(ibanOf(account)) : "";
  const end = iban.replace(/[^\dA-Z]/gi, "").slice(-4);
  const bank = bankOf(session, texts);
  const people = [displayName(session.data?.identity?.name) ?? "", displayName(account?.name) ?? ""].filter(Boolean);
  const when = ageText(age, texts, tag, language);
  const radio = make("input", { type: "radio", name: "account", part: "radio" });
  // A screen reader would read out the dots of a masked IBAN.
  radio.setAttribute("aria-label", [bank, end && texts.account(end), ...people, when].filter(Boolean).join(", "));
  const names = make("span", { part: "bank", class: "bank" }, make("bdi", {}, bank));
  const number = make("span", { part: "iban", class: "iban" }, make("bdi", { dir: "ltr" }, iban));
  const holder = make("span", { part: "holder", class: "holder" }, ...separated(people.map((name) => make("bdi", {}, name))));
  const since = make("span", { part: "age", class: "age" }, make("bdi", {}, when));
  const first = make("span", { class: "line" }, ...(iban ? [names, " ", number] : [names]));
  const second = make("span", { class: "facts" }, ...separated([...(people.length > 0 ? [holder] : []), ...(when ? [since] : [])]));
  const words = make("span", { class: "words", "aria-hidden": "true" }, first, second);
  const row = make("label", { part: "account", class: "row" }, radio, makeMark(bank, attempt(() => bankLogo?.(session))), words);
  return { row, radio };
}

/** Puts a separator between nodes. It stays at the end of a line, and never begins one. */
const separated = (nodes: Node[]): (Node | string)[] => nodes.flatMap((node, at) => (at > 0 ? ["\u00A0· ", node] : [node]));

/** Makes the mark of a bank: the image in the page's slot, the logo, or the first letter of the name. */
function makeMark(bank: string, logo: string | undefined): HTMLElement {
  const letter = [...bank.trim()][0]?.toUpperCase() ?? "";
  const slot = make("slot", { name: `logo-${bank}` }, letter);
  if (logo) {
    const image = make("img", { src: logo, alt: "" });
    image.addEventListener("error", () => refill(slot, [document.createTextNode(letter)]));
    refill(slot, [image]);
  }
  return make("span", { part: "mark", class: "mark", "aria-hidden": "true" }, slot);
}
