// The texts in Slovak. The form of address is the one that banks use: vy.
//
// Source: the corrections of an editor, compared with the terms of Adyen Web (sk-SK).
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Zaplatiť cez banku",
  note: "Prihlásite sa do svojej banky a vyberiete, čo chcete zdieľať. Obchod nikdy neuvidí vaše heslo.",
  looking: "Hľadáme naposledy použitú banku…",
  returning: "Overujeme stav vo vašej banke…",
  connecting: "Pripravujeme prihlásenie do banky…",
  redirecting: "Presmerúvame vás do banky…",
  continueToBank: "Pokračovať do banky",
  inWindow: "Dokončite prihlásenie v okne svojej banky.",
  cancel: "Zrušiť",
  recalled: "Vaša banka je už pripojená. Tentoraz sa nemusíte prihlasovať.",
  several: "Máte uložených viac účtov. Vyberte jeden z nich.",
  severalPeople: "Uložené sú účty viacerých osôb. Vyberte svoj.",
  connected: "Vaša banka je pripojená.",
  pending: "Vaša banka pripojenie ešte nepotvrdila. Chvíľu počkajte a skontrolujte to znova.",
  checkAgain: "Skontrolovať znova",
  notConnected: "Vašu banku sa nepodarilo pripojiť. Skúste to znova alebo použite inú banku.",
  expired: "Platnosť prihlásenia do banky vypršala. Začnite znova.",
  failed: "Vyskytla sa chyba. Skúste to znova.",
  offline: "Ste bez pripojenia na internet. Skontrolujte pripojenie a skúste to znova.",
  unavailable: "Služba momentálne nie je dostupná. Skúste to znova o minútu.",
  formOnly: "Časť stránky sa nenačítala. Napriek tomu môžete pokračovať do banky.",
  invalidPhone: "Telefónne číslo je neplatné. Zadajte ho so znakom + a predvoľbou krajiny, bez (0).",
  invalidEmail: "E-mailová adresa je neplatná. Skontrolujte ju.",
  invalidIban: "IBAN alebo BIC je neplatný. Skontrolujte ho.",
  retry: "Skúsiť znova",
  accounts: "Vyberte účet",
  choose: "Použiť tento účet",
  chooseBank: "Použiť túto banku",
  chooseFirst: "Najprv vyberte účet.",
  anotherBank: "Použiť inú banku",
  forgetBank: "Odstrániť túto banku",
  forgetting: "Odstraňujeme banku…",
  forgotten: "Banka bola odstránená.",
  unknownBank: "Vaša banka",
  account: (lastFour) => `účet končiaci sa na ${lastFour}`,
  age: (when) => `Naposledy pripojená: ${when}`,
  since: (date) => `Naposledy pripojená: ${date}`,
  reference: (id) => `Referenčné číslo: ${id}`,
  payAmount: (amount) => `Zaplatiť ${amount}`,
  confirmForget: (bank) => `Odstrániť ${bank}?`,
  forgetNow: "Odstrániť",
  signedOut: "Nie ste prihlásení v obchode. Prihláste sa a skúste to znova.",
};

export default TEXTS;
