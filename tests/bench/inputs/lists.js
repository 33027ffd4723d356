// Valid list responses, made for tests. The same number of sessions always results in the same bytes.
import { accountNumber } from "./accounts.js";

const PLAIN_NAMES = ["Ada Example", "Ben Sample", "Cleo Specimen", "Dario Muster", "Eva Modelo", "Finn Voorbeeld"];
const OTHER_NAMES = ["Žofie Příkladová", "Δοκιμή Παράδειγμα", "Тест Образцова", "テスト 太郎", "𠮷野 見本", "مثال تجريبي"];
const PLAIN_BANKS = ["Test Bank", "Test Bank Two"];
const OTHER_BANKS = ['Bank "Zum Muster"', "Sparkasse Köln/Bonn Muster", "Banka Přík\\lad", "テスト銀行"];
const TYPES = ["checking", "saving"];

const hex = (number) => (0x64d1e370c23b0000n + BigInt(number) * 0x9e3779b1n).toString(16);
const two = (number) => String(number).padStart(2, "0");

function account(number, name) {
  return { name, identifier: { iban: accountNumber(number) }, type: TYPES[number % 2] };
}

// Returns an age. Ages are in no order, so that the newest session is not the first: 7,919 is coprime to every length used
// here.
const age = (number, count) => (number * 7919 + 3) % count;

function session(number, count, { names, banks, accounts }) {
  const owner = names[number % names.length];
  return {
    id: hex(number),
    referenceId: `T-${String(number).padStart(6, "0")}`,
    status: "complete",
    createdAt: 1_760_000_000 - age(number, count) * 3600,
    data: {
      bankName: banks[number % banks.length],
      identity: { name: owner, dateOfBirth: `${1950 + (number % 50)}-${two(1 + (number % 12))}-${two(1 + (number % 28))}` },
      accounts: Array.from({ length: accounts }, (_, index) => account(number + index, "Account")),
    },
  };
}

/** Returns JSON text of an encoder that writes ASCII only and escapes slashes, as PHP's does by default. */
function asciiJson(value) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, escape).replaceAll("/", "\\/");
}

const SHAPES = {
  ascii: { names: PLAIN_NAMES, banks: PLAIN_BANKS, accounts: 1 },
  escapes: { names: OTHER_NAMES, banks: OTHER_BANKS, accounts: 1 },
  accounts: { names: PLAIN_NAMES, banks: PLAIN_BANKS, accounts: 50 },
};

/**
 * Builds a list of `count` sessions as `{bytes, offer}`. `offer` is the position of the newest session, which is the one to
 * offer.
 *
 * Shapes: "ascii"; "escapes": names in many scripts, half of the sessions written as ASCII with escapes and half as UTF-8;
 * "accounts": 50 accounts a session.
 */
export function makeList(shape, count) {
  const sessions = Array.from({ length: count }, (_, number) => session(number, count, SHAPES[shape]));
  const escaped = (number) => shape === "escapes" && number % 2 === 0;
  const texts = sessions.map((one, number) => (escaped(number) ? asciiJson(one) : JSON.stringify(one)));
  const newest = sessions.reduce((best, one, at) => (one.createdAt > sessions[best].createdAt ? at : best), 0);
  return { bytes: new TextEncoder().encode(`{"dataSessions":[${texts.join(",")}]}`), offer: newest };
}
