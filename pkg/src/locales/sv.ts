// The texts in Swedish. The form of address is the one that banks use: du.
//
// Source: the corrections of an editor, compared with the terms of Adyen Web (sv-SE).
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Betala via bank",
  note: "Du loggar in hos din bank och väljer vad du delar. Butiken ser aldrig ditt lösenord.",
  looking: "Söker efter banken du använde senast…",
  returning: "Kontrollerar hos din bank…",
  connecting: "Förbereder inloggningen hos din bank…",
  redirecting: "Du skickas till din bank…",
  continueToBank: "Fortsätt till banken",
  inWindow: "Slutför inloggningen i bankens fönster.",
  cancel: "Avbryt",
  recalled: "Din bank är redan ansluten. Du behöver inte logga in den här gången.",
  several: "Det finns flera sparade konton. Välj ett.",
  severalPeople: "Det finns sparade konton för flera personer. Välj ditt.",
  connected: "Din bank är ansluten.",
  pending: "Din bank har inte bekräftat anslutningen än. Vänta en stund och kontrollera igen.",
  checkAgain: "Kontrollera igen",
  notConnected: "Det gick inte att ansluta din bank. Försök igen eller använd en annan bank.",
  expired: "Inloggningen hos banken har gått ut. Börja om från början.",
  failed: "Något gick fel. Försök igen.",
  offline: "Ingen internetanslutning. Kontrollera anslutningen och försök igen.",
  unavailable: "Tjänsten är inte tillgänglig just nu. Försök igen om en minut.",
  formOnly: "En del av sidan kunde inte läsas in. Du kan ändå fortsätta till banken.",
  invalidPhone: "Telefonnumret är ogiltigt. Ange det med + och landskod, utan (0).",
  invalidEmail: "E-postadressen är ogiltig. Kontrollera den.",
  invalidIban: "IBAN eller BIC är ogiltigt. Kontrollera det.",
  retry: "Försök igen",
  accounts: "Välj ett konto",
  choose: "Använd det här kontot",
  chooseBank: "Använd den här banken",
  chooseFirst: "Välj ett konto först.",
  anotherBank: "Använd en annan bank",
  forgetBank: "Ta bort banken",
  forgetting: "Tar bort banken…",
  forgotten: "Banken har tagits bort.",
  unknownBank: "Din bank",
  account: (lastFour) => `konto som slutar på ${lastFour}`,
  age: (when) => `Senast ansluten: ${when}`,
  since: (date) => `Senast ansluten: ${date}`,
  reference: (id) => `Referens: ${id}`,
  payAmount: (amount) => `Betala ${amount}`,
  confirmForget: (bank) => `Ta bort ${bank}?`,
  forgetNow: "Ta bort",
  signedOut: "Du är inte inloggad i butiken. Logga in och försök igen.",
};

export default TEXTS;
