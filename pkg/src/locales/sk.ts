// The texts in Slovak. The form of address is the one that banks use: vy.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Zaplatiť cez banku",
  note: "Prihlásite sa vo svojej banke a vyberiete, čo chcete zdieľať. Obchod nikdy nevidí vaše heslo.",
  looking: "Hľadáme naposledy použitú banku…",
  returning: "Overujeme to vo vašej banke…",
  connecting: "Pripravujeme prihlásenie do banky…",
  redirecting: "Presmerúvame vás do banky…",
  continueToBank: "Pokračovať do banky",
  inWindow: "Dokončite prihlásenie v okne svojej banky.",
  cancel: "Zrušiť",
  recalled: "Vašu banku si pamätáme. Tentoraz sa nemusíte prihlasovať.",
  several: "Je tu uložených viac účtov. Vyberte si svoj.",
  connected: "Vaša banka je pripojená.",
  pending: "Vaša banka to ešte nepotvrdila. Chvíľu počkajte a skontrolujte to znova.",
  checkAgain: "Skontrolovať znova",
  notConnected: "Vaša banka nebola pripojená. Skúste to znova alebo použite inú banku.",
  expired: "Platnosť prihlásenia do banky vypršala. Začnite znova.",
  failed: "Nepodarilo sa to. Skúste to znova.",
  offline: "Ste bez pripojenia. Skontrolujte sieť a skúste to znova.",
  unavailable: "Momentálne to nie je dostupné. Skúste to znova o minútu.",
  formOnly: "Časť stránky sa nenačítala. Napriek tomu môžete pokračovať do banky.",
  retry: "Skúsiť znova",
  accounts: "Vyberte účet",
  choose: "Použiť tento účet",
  chooseBank: "Použiť túto banku",
  chooseFirst: "Najprv vyberte účet.",
  anotherBank: "Použiť inú banku",
  forgetBank: "Zabudnúť túto banku",
  forgetting: "Odstraňujeme banku…",
  forgotten: "Táto banka už nie je uložená.",
  unknownBank: "Vaša banka",
  account: (lastFour) => `účet končiaci sa na ${lastFour}`,
  age: (when) => `Pripojená ${when}`,
  since: (date) => `Pripojená ${date}`,
  reference: (id) => `Referencia: ${id}`,
};

export default TEXTS;
