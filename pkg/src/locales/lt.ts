// The texts in Lithuanian. The form of address is the one that banks use: jūs.
//
// Source: the corrections of an editor, compared with the terms of Adyen Web (lt-LT).
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Mokėti per banką",
  note: "Prisijungiate prie savo banko ir pasirenkate, kuo dalytis. Parduotuvė niekada nemato jūsų slaptažodžio.",
  looking: "Ieškome paskutinį kartą naudoto banko…",
  returning: "Tikriname būseną jūsų banke…",
  connecting: "Ruošiame prisijungimą prie banko…",
  redirecting: "Nukreipiame į jūsų banką…",
  continueToBank: "Pereiti į banką",
  inWindow: "Užbaikite prisijungimą savo banko lange.",
  cancel: "Atšaukti",
  recalled: "Jūsų bankas jau susietas. Šį kartą prisijungti nereikia.",
  several: "Išsaugotos kelios sąskaitos. Pasirinkite vieną.",
  severalPeople: "Išsaugotos kelių asmenų sąskaitos. Pasirinkite savo.",
  connected: "Jūsų bankas susietas.",
  pending: "Jūsų bankas dar nepatvirtino susiejimo. Šiek tiek palaukite ir patikrinkite dar kartą.",
  checkAgain: "Tikrinti dar kartą",
  notConnected: "Nepavyko susieti jūsų banko. Bandykite dar kartą arba naudokite kitą banką.",
  expired: "Prisijungimo prie banko laikas baigėsi. Pradėkite iš naujo.",
  failed: "Įvyko klaida. Bandykite dar kartą.",
  offline: "Nėra interneto ryšio. Patikrinkite ryšį ir bandykite dar kartą.",
  unavailable: "Šiuo metu paslauga neprieinama. Bandykite dar kartą po minutės.",
  formOnly: "Dalis šio puslapio neįkelta. Vis tiek galite pereiti į banką.",
  invalidPhone: "Telefono numeris neteisingas. Įveskite jį su + ir šalies kodu, be (0).",
  invalidEmail: "El. pašto adresas neteisingas. Patikrinkite jį.",
  invalidIban: "IBAN arba BIC neteisingas. Patikrinkite jį.",
  retry: "Bandyti dar kartą",
  accounts: "Pasirinkite sąskaitą",
  choose: "Naudoti šią sąskaitą",
  chooseBank: "Naudoti šį banką",
  chooseFirst: "Pirmiausia pasirinkite sąskaitą.",
  anotherBank: "Naudoti kitą banką",
  forgetBank: "Pašalinti šį banką",
  forgetting: "Šaliname banką…",
  forgotten: "Bankas pašalintas.",
  unknownBank: "Jūsų bankas",
  account: (lastFour) => `sąskaita, kurios numeris baigiasi ${lastFour}`,
  age: (when) => `Paskutinį kartą susietas: ${when}`,
  since: (date) => `Paskutinį kartą susietas: ${date}`,
  reference: (id) => `Užklausos kodas: ${id}`,
  payAmount: (amount) => `Mokėti ${amount}`,
  confirmForget: (bank) => `Pašalinti ${bank}?`,
  forgetNow: "Pašalinti",
  signedOut: "Nesate prisijungę prie parduotuvės. Prisijunkite ir bandykite dar kartą.",
};

export default TEXTS;
