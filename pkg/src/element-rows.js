/**
 * The accounts that a shopper chooses from: a row each, with what people know an account by.
 */
import { choicesOf, ibanOf, shown } from "./bank-choices.js";
import { ageText } from "./bank-words.js";

const DAY = 86_400;

/** An element with attributes and children. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * What is on offer in a state, and how old each choice is; `null` where nothing is.
 *
 * @param {any} state
 * @returns {{choices: ReturnType<typeof choicesOf>, offered: any, ages: (session: any) => {days: number | null, createdAt?: number}} | null}
 */
export function offerOf({ status, outcome, session }) {
  if (status === "connected") return { choices: choicesOf([session], session), offered: session, ages: () => ({ days: null }) };
  if (!outcome?.sessions) return null;
  const { sessions, session: offered, ageDays } = outcome;
  // By the proxy's clock alone: the ages of the others follow from that of the one on offer.
  const at = ageDays === null ? undefined : offered?.createdAt;
  const ages = ({ id, createdAt }) => {
    if (id === offered?.id && ageDays !== null) return { days: ageDays };
    const isKnown = at !== undefined && createdAt !== undefined;
    return { days: isKnown ? Math.max(0, Math.floor(ageDays + (at - createdAt) / DAY)) : null, createdAt };
  };
  return { choices: choicesOf(sessions, offered), offered, ages };
}

/**
 * @param {any} choice
 * @param {{days: number | null, createdAt?: number}} age
 * @param {{texts: any, tag: string, language: string, mask: (iban: string) => string}} model
 */
export function makeRow({ session, account }, age, { texts, tag, language, mask }) {
  const iban = account && ibanOf(account) ? mask(ibanOf(account)) : "";
  const end = iban.replace(/[^\dA-Z]/gi, "").slice(-4);
  const bank = shown(session.data?.bankName) ?? texts.unknownBank;
  const holder = shown(session.data?.identity?.name) ?? "";
  const name = shown(account?.name) ?? "";
  const when = ageText(age, texts, tag, language);
  const radio = make("input", { type: "radio", name: "account", part: "radio" });
  // The dots of a masked number are not for listening to.
  radio.setAttribute("aria-label", [bank, end && texts.account(end), holder, name, when].filter(Boolean).join(", "));
  // Two lines where there is room, each with something at its end.
  const lines = [{ bank, iban }, { holder: [holder, name].filter(Boolean).join(" · "), age: when }].map((parts) => {
    const words = Object.entries(parts).filter(([, text]) => text);
    return make("span", { class: "line", "aria-hidden": "true" }, ...words.map(([part, text]) => make("span", { part, class: part }, text)));
  });
  const mark = make("span", { part: "mark", class: "mark", "aria-hidden": "true" }, [...bank.trim()][0]?.toUpperCase() ?? "");
  const row = make("label", { part: "account", class: "row" }, radio, mark, make("span", { class: "words" }, ...lines));
  return { row, radio };
}
