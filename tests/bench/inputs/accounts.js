// Accounts made for tests, with real structures and check digits, but numbers that no bank has issued.

const COUNTRIES = [
  { country: "DE", bank: "90000000", digits: 10, bics: ["TESTDEFFXXX", "TESTDE2H"] },
  { country: "AT", bank: "90000", digits: 11, bics: ["TESTATWWXXX", "TESTAT2L"] },
  { country: "NL", bank: "TEST", digits: 10, bics: ["TESTNL2AXXX", "TESTNL2R"] },
  { country: "GB", bank: "TEST900000", digits: 8, bics: ["TESTGB2LXXX", "TESTGB22"] },
  { country: "ES", bank: "90000000", digits: 12, bics: ["TESTESMMXXX", "TESTES2B"] },
];

/** Returns the account with this number as `{iban, bban, bic}`. Two of three are German, as in a German shop. */
export function accountNumber(number) {
  const { country, bank, digits, bics } = COUNTRIES[number % 3 < 2 ? 0 : 1 + (Math.floor(number / 3) % 4)];
  const bban = bank + String(number * 4001 + 1).padStart(digits, "0");
  return { iban: country + checkDigits(country, bban) + bban, bban, bic: bics[number % 2] };
}

/** Returns the check digits by ISO 7064 MOD 97-10, calculated in the simplest way. */
function checkDigits(country, bban) {
  const digits = [...(bban + country)].map((letter) => parseInt(letter, 36)).join("") + "00";
  return String(98n - (BigInt(digits) % 97n)).padStart(2, "0");
}
