// The texts in Lithuanian. The form of address is the one that banks use: jūs.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Mokėti per banką",
  note: "Prisijungiate prie savo banko ir pasirenkate, kuo dalytis. Parduotuvė niekada nemato jūsų slaptažodžio.",
  looking: "Ieškome paskutinį kartą naudoto banko…",
  returning: "Tikriname jūsų banke…",
  connecting: "Ruošiame prisijungimą prie banko…",
  redirecting: "Nukreipiame į jūsų banką…",
  continueToBank: "Tęsti banke",
  inWindow: "Užbaikite prisijungimą savo banko lange.",
  cancel: "Atšaukti",
  recalled: "Jūsų bankas įsimintas. Šį kartą prisijungti nereikia.",
  several: "Čia įsimintos kelios sąskaitos. Pasirinkite savo.",
  connected: "Jūsų bankas susietas.",
  pending: "Jūsų bankas dar nepatvirtino. Šiek tiek palaukite ir patikrinkite dar kartą.",
  checkAgain: "Tikrinti dar kartą",
  notConnected: "Jūsų bankas nesusietas. Bandykite dar kartą arba naudokite kitą banką.",
  expired: "Prisijungimo prie banko laikas baigėsi. Pradėkite iš naujo.",
  failed: "Nepavyko. Bandykite dar kartą.",
  offline: "Nėra ryšio. Patikrinkite tinklą ir bandykite dar kartą.",
  unavailable: "Šiuo metu paslauga neprieinama. Bandykite dar kartą po minutės.",
  formOnly: "Dalis šio puslapio neįkelta. Vis tiek galite tęsti banke.",
  retry: "Bandyti dar kartą",
  accounts: "Pasirinkite sąskaitą",
  choose: "Naudoti šią sąskaitą",
  chooseBank: "Naudoti šį banką",
  chooseFirst: "Pirmiausia pasirinkite sąskaitą.",
  anotherBank: "Naudoti kitą banką",
  forgetBank: "Pamiršti šį banką",
  forgetting: "Šaliname banką…",
  forgotten: "Šis bankas nebeįsimintas.",
  unknownBank: "Jūsų bankas",
  account: (lastFour) => `sąskaita, kurios numeris baigiasi ${lastFour}`,
  age: (when) => `Susietas ${when}`,
  since: (date) => `Susietas ${date}`,
  reference: (id) => `Užklausos kodas: ${id}`,
};

export default TEXTS;
