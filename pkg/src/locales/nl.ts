// The texts in Dutch. The form of address is the one that banks use: je.
//
// Source: the corrections of an editor.
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Betaal via je bank",
  note: "Je logt in bij je bank en kiest zelf wat je deelt. De winkel krijgt je wachtwoord nooit te zien.",
  looking: "We zoeken de bank die je de vorige keer gebruikte…",
  returning: "We controleren dit bij je bank…",
  connecting: "We bereiden het inloggen bij je bank voor…",
  redirecting: "Je wordt doorgestuurd naar je bank…",
  continueToBank: "Verder naar je bank",
  inWindow: "Rond het inloggen af in het venster van je bank.",
  cancel: "Annuleren",
  recalled: "Je bank is al gekoppeld. Inloggen is deze keer niet nodig.",
  several: "Er zijn meerdere rekeningen opgeslagen. Kies je rekening.",
  severalPeople: "Er zijn rekeningen van meerdere personen opgeslagen. Kies je eigen rekening.",
  connected: "Je bank is gekoppeld.",
  pending: "Je bank heeft dit nog niet bevestigd. Wacht even en controleer opnieuw.",
  checkAgain: "Opnieuw controleren",
  notConnected: "Je bank kon niet worden gekoppeld. Probeer het opnieuw of kies een andere bank.",
  expired: "De inlogsessie bij de bank is verlopen. Begin opnieuw.",
  failed: "Er is iets misgegaan. Probeer het opnieuw.",
  offline: "Geen internetverbinding. Controleer je verbinding en probeer het opnieuw.",
  unavailable: "Deze dienst is nu niet beschikbaar. Probeer het over een minuut opnieuw.",
  formOnly: "Een deel van deze pagina is niet geladen. Je kunt wel verder naar je bank.",
  invalidPhone: "Het telefoonnummer klopt niet. Vul het in met + en de landcode, zonder (0).",
  invalidEmail: "Het e-mailadres klopt niet. Controleer het.",
  invalidIban: "De IBAN of BIC klopt niet. Controleer deze.",
  retry: "Opnieuw proberen",
  accounts: "Kies een rekening",
  choose: "Deze rekening gebruiken",
  chooseBank: "Deze bank gebruiken",
  chooseFirst: "Kies eerst een rekening.",
  anotherBank: "Andere bank kiezen",
  forgetBank: "Bank verwijderen",
  forgetting: "De bank wordt verwijderd…",
  forgotten: "Deze bank is verwijderd.",
  unknownBank: "Je bank",
  account: (lastFour) => `rekening eindigend op ${lastFour}`,
  age: (when) => `Laatst gekoppeld: ${when}`,
  since: (date) => `Laatst gekoppeld: ${date}`,
  reference: (id) => `Referentie: ${id}`,
  payAmount: (amount) => `${amount} betalen`,
  confirmForget: (bank) => `${bank} verwijderen?`,
  forgetNow: "Verwijderen",
  signedOut: "Je bent niet ingelogd bij de winkel. Log in en probeer het opnieuw.",
};

export default TEXTS;
