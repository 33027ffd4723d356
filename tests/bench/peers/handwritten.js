// The check that a patient programmer writes without a library.
import { STATUSES, isBic, isDate, isIban, isTail, parse } from "./rules.js";

const statuses = new Set(STATUSES);

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => value === undefined || value === null || typeof value === "string";
const isNumber = (value) => value === undefined || value === null || typeof value === "number";
const absent = (value) => value === undefined || value === null;

function isSession(session) {
  return (
    isObject(session) &&
    typeof session.id === "string" &&
    statuses.has(session.status) &&
    isText(session.referenceId) &&
    isNumber(session.createdAt) &&
    (absent(session.data) || isData(session.data))
  );
}

function isData(data) {
  return (
    isObject(data) &&
    isText(data.bankName) &&
    (absent(data.identity) || isIdentity(data.identity)) &&
    (absent(data.accounts) || (Array.isArray(data.accounts) && data.accounts.every(isAccount)))
  );
}

function isIdentity(identity) {
  if (!isObject(identity) || !isText(identity.name)) return false;
  const date = identity.dateOfBirth;
  return absent(date) || (typeof date === "string" && isDate(date));
}

function isAccount(account) {
  return (
    isObject(account) &&
    isText(account.name) &&
    isText(account.type) &&
    (absent(account.identifier) || isIdentifier(account.identifier))
  );
}

function isIdentifier(identifier) {
  return isObject(identifier) && (absent(identifier.iban) || isIbanObject(identifier.iban));
}

function isIbanObject(account) {
  return (
    isObject(account) &&
    (absent(account.iban) || (typeof account.iban === "string" && isIban(account.iban))) &&
    isText(account.bban) &&
    (absent(account.bic) || (typeof account.bic === "string" && isBic(account.bic))) &&
    isTail(account)
  );
}

export const handwritten = {
  name: "hand-written",
  checks: true,
  made: "all",
  list(bytes, offer) {
    const answer = parse(bytes);
    const clean = isObject(answer) && Array.isArray(answer.dataSessions) && answer.dataSessions.every(isSession);
    return { clean, offered: clean ? answer.dataSessions[offer] : undefined };
  },
};
