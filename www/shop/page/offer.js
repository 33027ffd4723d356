// The section that offers accounts, each with its holder, bank, masked IBAN and age. The shopper chooses by a click.

import { ageText, dateText, rowsOf } from "./accounts.js";

const offer = document.getElementById("offer");
const title = document.getElementById("offer-title");
const age = document.getElementById("offer-age");
const list = document.getElementById("accounts");

let rows = [];

/**
 * Fills the section. `kind` is "recalled" or "connected". `session` is preselected; with `null` the shopper has to choose.
 * Returns the number of accounts.
 */
export function fillOffer({ kind, sessions, session, ageDays }, maskIban) {
  offer.dataset.kind = kind;
  rows = rowsOf(sessions, session);
  const severalSessions = new Set(rows.map((row) => row.sessionId)).size > 1;
  list.replaceChildren(...rows.map((row, index) => accountLabel(row, index, severalSessions, maskIban)));
  const first = list.querySelector("input");
  if (session && first && rows[0].sessionId === session.id) first.checked = true;
  title.textContent = titleText(rows);
  // Several sessions have their dates in the rows. A bank that was connected just now needs no age.
  age.textContent = kind === "connected" || severalSessions ? "" : ageText(ageDays);
  return rows.length;
}

/** Returns the row that the shopper chose, or `undefined`. */
export const chosenRow = () => rows[Number(list.querySelector("input:checked")?.value ?? NaN)];

/** Removes the rows of forgotten sessions and preselects none. Returns the number of rows that are left. */
export function dropSessions(ids) {
  const labels = [...list.children];
  rows.forEach((row, index) => {
    if (row.sessionIds.every((id) => ids.includes(id))) labels[index].remove();
  });
  const left = rows.filter((row) => !row.sessionIds.every((id) => ids.includes(id)));
  title.textContent = titleText(left);
  age.textContent = "";
  return left.length;
}

/** Moves the focus to the title of the offer, so that the next Tab reaches the accounts. */
export const focusOffer = () => title.focus();

/** Moves the focus to the chosen account, or to the first one. */
export const focusAccounts = () => list.querySelector("input:checked, input")?.focus();

/** Returns the title: it names the bank only if there is one account to pay from. */
const titleText = (offered) => (offered.length === 1 ? `Pay with ${offered[0].bank}` : "Choose an account");

/** Creates the row of one account. */
function accountLabel(row, index, withDate, maskIban) {
  const label = element("label", "account");
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = "account";
  radio.value = String(index);
  const top = element("span", "account-top");
  top.append(element("span", "account-bank", row.bank), element("span", "account-iban", row.iban ? maskIban(row.iban) : ""));
  const under = element("span", "account-under");
  under.append(element("span", "account-holder", row.holder), element("span", "account-name", row.name));
  const date = withDate ? dateText(row.createdAt) : "";
  if (date) under.append(element("span", "account-date", `Last connected: ${date}`));
  label.append(radio, top, under);
  return label;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
