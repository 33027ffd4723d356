// Unusual list responses: valid ones that every contender must accept, and malformed ones that every contender must reject.
// Each malformed one has one fault, in the middle one of three sessions or in the text around them.
//
// Faults that JSON.parse cannot detect are left out (a duplicate key, the escape of a lone surrogate), because no peer could
// find them.
import { makeList } from "./lists.js";

const good = () => JSON.parse(new TextDecoder().decode(makeList("ascii", 3).bytes));
const encode = (text) => new TextEncoder().encode(text);
const goodText = JSON.stringify(good());

/** Returns a list whose middle session was modified by `change`. */
function changed(change) {
  const answer = good();
  const session = answer.dataSessions[1];
  const account = session.data.accounts[0];
  const result = change(session, account, account.identifier.iban);
  if (result !== undefined) answer.dataSessions[1] = result.instead;
  return encode(JSON.stringify(answer));
}

const replaced = (from, to) => encode(goodText.replace(from, to));

/** The valid lists: name and bytes. */
export const UNUSUAL_LISTS = Object.entries({
  "fields that nobody knows": changed((session, account, iban) => {
    session.futureField = { nested: [1, "two", null] };
    account.colour = "blue";
    iban.checkedAt = 1_760_000_000;
  }),
  "null for every optional field": changed((session) => {
    session.referenceId = session.createdAt = null;
    session.data = { bankName: null, identity: null, accounts: null };
  }),
  "null inside": changed((session, account, iban) => {
    session.data.identity = { name: null, dateOfBirth: null };
    account.name = account.type = iban.iban = iban.bban = iban.bic = null;
  }),
  "no optional field": changed((session) => ({ instead: { id: session.id, status: "pending" } })),
  "an IBAN with spaces and small letters": changed((session, account, iban) => {
    iban.iban = iban.iban.replace(/.{4}/g, "$& ").toLowerCase();
    iban.bban = iban.bban.toLowerCase();
  }),
  "a BIC with small letters": changed((session, account, iban) => void (iban.bic = iban.bic.toLowerCase())),
  "a leap day": changed((session) => void (session.data.identity.dateOfBirth = "2000-02-29")),
  "white space everywhere": encode(JSON.stringify(good(), null, 2).replaceAll("\n", "\r\n\t")),
  "a byte order mark": encode(`\ufeff${goodText}`),
  "escapes in keys and words": encode(goodText.replaceAll('"id"', '"\\u0069d"').replaceAll('"complete"', '"c\\u006fmplete"')),
  "an escaped IBAN": encode(goodText.replaceAll('"DE', '"\\u0044E')),
  "a field beside the list": encode(goodText.replace("{", '{"count":3,')),
  "no session": encode('{"dataSessions":[]}'),
}).map(([name, bytes]) => ({ name, bytes }));

const wrongSessions = {
  "no id": (session) => void delete session.id,
  "a number as id": (session) => void (session.id = 7),
  "no status": (session) => void delete session.status,
  "null as status": (session) => void (session.status = null),
  "a status that nobody knows": (session) => void (session.status = "Complete"),
  "a number as reference": (session) => void (session.referenceId = 123),
  "text as time": (session) => void (session.createdAt = "1760000000"),
  "a list as data": (session) => void (session.data = []),
  "text as data": (session) => void (session.data = "complete"),
  "a number as bank name": (session) => void (session.data.bankName = 1),
  "a list as identity": (session) => void (session.data.identity = []),
  "a number as name": (session) => void (session.data.identity.name = 1),
  "a number as birth date": (session) => void (session.data.identity.dateOfBirth = 19_800_101),
  "a birth date without zeros": (session) => void (session.data.identity.dateOfBirth = "1980-1-1"),
  "a birth date with a time": (session) => void (session.data.identity.dateOfBirth = "1980-01-01T00:00:00Z"),
  "29 February 2021": (session) => void (session.data.identity.dateOfBirth = "2021-02-29"),
  "29 February 1900": (session) => void (session.data.identity.dateOfBirth = "1900-02-29"),
  "31 April": (session) => void (session.data.identity.dateOfBirth = "1980-04-31"),
  "month 13": (session) => void (session.data.identity.dateOfBirth = "1980-13-01"),
  "day 0": (session) => void (session.data.identity.dateOfBirth = "1980-01-00"),
  "an object as accounts": (session) => void (session.data.accounts = {}),
  "null as account": (session) => void (session.data.accounts = [null]),
  "a list as account": (session) => void (session.data.accounts = [[]]),
  "a list as identifier": (session, account) => void (account.identifier = []),
  "a list as IBAN object": (session, account) => void (account.identifier.iban = []),
  "text as account": (session) => void (session.data.accounts = ["DE"]),
  "a number as account type": (session, account) => void (account.type = 1),
  "a number as account name": (session, account) => void (account.name = 1),
  "text as identifier": (session, account) => void (account.identifier = "DE"),
  "text as IBAN object": (session, account) => void (account.identifier.iban = "DE"),
  "a number as IBAN": (session, account, iban) => void (iban.iban = 1),
  "a number as BBAN": (session, account, iban) => void (iban.bban = 1),
  "a number as BIC": (session, account, iban) => void (iban.bic = 1),
  "an empty IBAN": (session, account, iban) => void (iban.iban = ""),
  // Delete the BBAN, which would be a second fault.
  "two digits of an IBAN swapped": (session, account, iban) => {
    delete iban.bban;
    iban.iban = iban.iban.replace(/(\d)(\d)$/, (_, first, second) => (first === second ? "01" : second + first));
  },
  "a digit too many, check digits right": (session, account, iban) => {
    delete iban.bban;
    iban.iban = withCheckDigits("DE", "9000000000000000012");
  },
  "letters where digits belong, check digits right": (session, account, iban) => {
    delete iban.bban;
    iban.iban = withCheckDigits("DE", "90000000000000000A");
  },
  "a country without IBANs, check digits right": (session, account, iban) => {
    delete iban.bban;
    iban.iban = withCheckDigits("US", "900000000000000001");
  },
  "check digits 97 too small": (session, account, iban) => {
    delete iban.bban;
    iban.iban = smallCheckDigits();
  },
  "a BBAN of another account": (session, account, iban) => void (iban.bban = iban.bban.replace(/.$/, (d) => (+d + 1) % 10)),
  "a BIC of 9 characters": (session, account, iban) => void (iban.bic = "TESTDEFFX"),
  "a BIC of no country": (session, account, iban) => void (iban.bic = "TESTZZFFXXX"),
  "a BIC with a hyphen": (session, account, iban) => void (iban.bic = "TESTDEFF-XX"),
  "null as session": () => ({ instead: null }),
  "a list as session": () => ({ instead: [] }),
};

const wrongTexts = {
  "no dataSessions": encode('{"sessions":[]}'),
  "an object as dataSessions": encode('{"dataSessions":{}}'),
  "null as dataSessions": encode('{"dataSessions":null}'),
  "a list at the top": encode(`[${goodText}]`),
  "nothing at all": encode(""),
  "null at the top": encode("null"),
  "a comma at the end": replaced(/\]\}$/, ",]}"),
  "no end": encode(goodText.slice(0, -1)),
  "a second document": encode(`${goodText}{}`),
  "NaN": replaced(/"createdAt":\d+/, '"createdAt":NaN'),
  "a number with a leading zero": replaced(/"createdAt":/, '"createdAt":0'),
  "a line break in a string": replaced("Example", "Exam\nple"),
  "an escape that JSON has not": replaced("Example", "\\x45xample"),
  "a broken unicode escape": replaced("Example", "\\u00e"),
  "single quotes": replaced('"id"', "'id'"),
  "a comment": encode(`/* a list */${goodText}`),
  "a byte that is not UTF-8": withByte(0xff),
  "half a UTF-8 character": withByte(0xc3),
};

/** The malformed lists: name and bytes. */
export const MALFORMED_LISTS = [
  ...Object.entries(wrongSessions).map(([name, change]) => ({ name, bytes: changed(change) })),
  ...Object.entries(wrongTexts).map(([name, bytes]) => ({ name, bytes })),
];

/** Adds check digits (ISO 7064 MOD 97-10) to an account number, also to one of an invalid structure. */
function withCheckDigits(country, bban) {
  return `${country}${String(98 - remainder(`${bban}${country}00`)).padStart(2, "0")}${bban}`;
}

/** Returns an IBAN with check digits 01 instead of 98. The remainder alone does not distinguish the two. */
function smallCheckDigits() {
  for (let number = 1; ; number++) {
    const iban = withCheckDigits("DE", `90000000${String(number).padStart(10, "0")}`);
    if (iban.startsWith("DE98")) return iban.replace("98", "01");
  }
}

function remainder(text) {
  return Number(BigInt([...text].map((letter) => parseInt(letter, 36)).join("")) % 97n);
}

/** Returns the valid list with one byte in a name that is invalid UTF-8 there. */
function withByte(byte) {
  const bytes = encode(goodText);
  bytes[goodText.indexOf("Example")] = byte;
  return bytes;
}
