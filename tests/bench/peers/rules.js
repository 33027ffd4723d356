// The rules that all peers share, written for speed as a careful JavaScript programmer would write them. They are equivalent
// to the library's own: ISO 13616 (structure and check digits), ISO 9362, calendar dates.

// The countries, each with its BBAN in the notation of the IBAN registry (release 99): n digits, a letters, c both.
const IBAN_COUNTRIES =
  "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c " +
  "CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n " +
  "GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c " +
  "LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n " +
  "NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n " +
  "SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c";

// ISO 3166-1 alpha-2 and XK, by first letter.
const COUNTRIES =
  "A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|" +
  "G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[ACDEFGHKLMNOPQRSTUVWXYZ]|" +
  "N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|" +
  "V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW]";

const BIC = new RegExp(`^[A-Z0-9]{4}(?:${COUNTRIES})[A-Z0-9]{2}(?:[A-Z0-9]{3})?$`);
const MARKET = new RegExp(`^(?:${COUNTRIES})$`);
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const NOT_ELECTRONIC = /[^0-9A-Z]/;

/** @type {Map<string, RegExp> | undefined} made at the first IBAN, so that loading stays cheap */
let structures;

function structureOf(country) {
  structures ??= new Map(IBAN_COUNTRIES.split(" ").map((entry) => [entry.slice(0, 2), pattern(entry)]));
  return structures.get(country);
}

function pattern(entry) {
  const kinds = { n: "[0-9]", a: "[A-Z]", c: "[0-9A-Z]" };
  const bban = entry.slice(2).replace(/(\d+)([nac])/g, (_, length, kind) => `${kinds[kind]}{${length}}`);
  return new RegExp(`^..[0-9]{2}${bban}$`);
}

/** Returns a text without spaces and with ASCII letters in upper case, the form in which IBAN and BIC are compared. */
export function electronic(text) {
  if (!NOT_ELECTRONIC.test(text)) return text;
  return text.replace(/ /g, "").replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Checks that a text is an IBAN of its country. Spaces and case are ignored. */
export function isIban(text) {
  const iban = electronic(text);
  const structure = structureOf(iban.slice(0, 2));
  if (structure === undefined || !structure.test(iban)) return false;
  const check = (iban.charCodeAt(2) - 48) * 10 + iban.charCodeAt(3) - 48;
  if (check < 2 || check > 98) return false;
  let rest = 0;
  for (let at = 4; at < iban.length; at++) rest = append(rest, iban.charCodeAt(at));
  for (let at = 0; at < 4; at++) rest = append(rest, iban.charCodeAt(at));
  return rest % 97 === 1;
}

// Take the remainder only before a small integer could overflow, not at every character.
function append(rest, code) {
  if (rest > 10_000_000) rest %= 97;
  return code < 58 ? rest * 10 + code - 48 : rest * 100 + code - 55;
}

/** Checks that a text is a BIC with a real country. Spaces and case are ignored. */
export function isBic(text) {
  return BIC.test(electronic(text));
}

/** Checks that a text is a country code in upper case. */
export function isMarket(text) {
  return MARKET.test(text);
}

/** Checks that a text is a calendar date in the form YYYY-MM-DD. */
export function isDate(text) {
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const year = +parts[1];
  const month = +parts[2];
  const day = +parts[3];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

/** Checks that a BBAN is the end of the IBAN next to it. True if either is missing. */
export function isTail(account) {
  const { iban, bban } = account;
  if (typeof iban !== "string" || typeof bban !== "string") return true;
  return (iban.length === bban.length + 4 && iban.endsWith(bban)) || electronic(iban).slice(4) === electronic(bban);
}

/** The documented status values, and `completed`. */
export const STATUSES = ["complete", "completed", "started", "pending", "failed", "open", "closed", "expired"];

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Decodes bytes to text, rejecting invalid UTF-8, and parses the text. Every peer does this first. */
export function parse(bytes) {
  return JSON.parse(decoder.decode(bytes));
}
