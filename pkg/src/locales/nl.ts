// The texts in Dutch. The form of address is the one that banks use: je.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Betalen met je bank",
  note: "Je logt in bij je eigen bank en kiest zelf wat je deelt. De winkel ziet je wachtwoord nooit.",
  looking: "We zoeken de bank die je de vorige keer gebruikte…",
  returning: "We vragen het na bij je bank…",
  connecting: "We bereiden het inloggen bij je bank voor…",
  redirecting: "Je gaat nu naar je bank…",
  continueToBank: "Verder naar je bank",
  inWindow: "Rond het inloggen af in het venster van je bank.",
  cancel: "Annuleren",
  recalled: "We herkennen je bank. Inloggen is deze keer niet nodig.",
  several: "Hier zijn meerdere rekeningen opgeslagen. Kies die van jou.",
  connected: "Je bank is gekoppeld.",
  pending: "Je bank heeft nog niet bevestigd. Wacht even en controleer het dan opnieuw.",
  checkAgain: "Opnieuw controleren",
  notConnected: "Je bank is niet gekoppeld. Probeer het opnieuw of gebruik een andere bank.",
  expired: "De inlogsessie bij de bank is verlopen. Begin opnieuw.",
  failed: "Dat is niet gelukt. Probeer het opnieuw.",
  offline: "Geen verbinding. Controleer je netwerk en probeer het opnieuw.",
  unavailable: "Dit is nu niet beschikbaar. Probeer het over een minuut opnieuw.",
  formOnly: "Een deel van deze pagina is niet geladen. Je kunt wel verder naar je bank.",
  retry: "Opnieuw proberen",
  accounts: "Kies een rekening",
  choose: "Deze rekening gebruiken",
  chooseBank: "Deze bank gebruiken",
  chooseFirst: "Kies eerst een rekening.",
  anotherBank: "Andere bank gebruiken",
  forgetBank: "Deze bank vergeten",
  forgetting: "De bank wordt verwijderd…",
  forgotten: "Deze bank is niet meer opgeslagen.",
  unknownBank: "Je bank",
  account: (lastFour) => `rekening eindigend op ${lastFour}`,
  age: (when) => `Gekoppeld ${when}`,
  since: (date) => `Gekoppeld op ${date}`,
  reference: (id) => `Referentie: ${id}`,
};

export default TEXTS;
