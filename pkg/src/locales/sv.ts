// The texts in Swedish. The form of address is the one that banks use: du.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Betala via bank",
  note: "Du loggar in hos din egen bank och väljer vad du delar. Butiken ser aldrig ditt lösenord.",
  looking: "Söker efter banken du använde senast…",
  returning: "Kontrollerar med din bank…",
  connecting: "Förbereder inloggningen hos din bank…",
  redirecting: "Du skickas till din bank…",
  continueToBank: "Fortsätt till banken",
  inWindow: "Slutför inloggningen i bankens fönster.",
  cancel: "Avbryt",
  recalled: "Vi minns din bank. Du behöver inte logga in den här gången.",
  several: "Flera konton är sparade här. Välj ditt.",
  connected: "Din bank är ansluten.",
  pending: "Din bank har inte bekräftat än. Vänta en stund och kontrollera igen.",
  checkAgain: "Kontrollera igen",
  notConnected: "Din bank anslöts inte. Försök igen eller använd en annan bank.",
  expired: "Inloggningen hos banken har gått ut. Börja om från början.",
  failed: "Det gick inte. Försök igen.",
  offline: "Ingen anslutning. Kontrollera nätverket och försök igen.",
  unavailable: "Det går inte just nu. Försök igen om en minut.",
  formOnly: "En del av sidan kunde inte läsas in. Du kan ändå fortsätta till banken.",
  retry: "Försök igen",
  accounts: "Välj ett konto",
  choose: "Använd det här kontot",
  chooseBank: "Använd den här banken",
  chooseFirst: "Välj ett konto först.",
  anotherBank: "Använd en annan bank",
  forgetBank: "Glöm den här banken",
  forgetting: "Tar bort banken…",
  forgotten: "Banken är inte längre sparad.",
  unknownBank: "Din bank",
  account: (lastFour) => `konto som slutar på ${lastFour}`,
  age: (when) => `Ansluten ${when}`,
  since: (date) => `Ansluten ${date}`,
  reference: (id) => `Referens: ${id}`,
};

export default TEXTS;
