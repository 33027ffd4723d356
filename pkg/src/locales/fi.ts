// The texts in Finnish. The form of address is the one that banks use: sinä.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Maksa pankkitililtä",
  note: "Kirjaudut omaan pankkiisi ja päätät itse, mitä tietoja jaat. Kauppa ei koskaan näe pankkitunnuksiasi.",
  looking: "Etsitään viimeksi käyttämääsi pankkia…",
  returning: "Tarkistetaan tilannetta pankistasi…",
  connecting: "Valmistellaan kirjautumista pankkiisi…",
  redirecting: "Siirrytään pankkiisi…",
  continueToBank: "Jatka pankkiin",
  inWindow: "Viimeistele kirjautuminen pankkisi ikkunassa.",
  cancel: "Peruuta",
  recalled: "Muistamme pankkisi. Tällä kertaa sinun ei tarvitse kirjautua.",
  several: "Täällä on tallessa useita tilejä. Valitse omasi.",
  connected: "Pankkisi on yhdistetty.",
  pending: "Pankkisi ei ole vielä vahvistanut. Odota hetki ja tarkista uudelleen.",
  checkAgain: "Tarkista uudelleen",
  notConnected: "Pankkiasi ei yhdistetty. Yritä uudelleen tai käytä toista pankkia.",
  expired: "Pankkiin kirjautuminen on vanhentunut. Aloita uudelleen.",
  failed: "Se ei onnistunut. Yritä uudelleen.",
  offline: "Ei yhteyttä. Tarkista verkkoyhteytesi ja yritä uudelleen.",
  unavailable: "Palvelu ei ole juuri nyt käytettävissä. Yritä uudelleen minuutin kuluttua.",
  formOnly: "Osa tästä sivusta ei latautunut. Voit silti jatkaa pankkiisi.",
  retry: "Yritä uudelleen",
  accounts: "Valitse tili",
  choose: "Käytä tätä tiliä",
  chooseBank: "Käytä tätä pankkia",
  chooseFirst: "Valitse ensin tili.",
  anotherBank: "Käytä toista pankkia",
  forgetBank: "Unohda tämä pankki",
  forgetting: "Poistetaan pankkia muistista…",
  forgotten: "Tämä pankki ei ole enää tallessa.",
  unknownBank: "Pankkisi",
  account: (lastFour) => `tili, jonka numero päättyy ${lastFour}`,
  age: (when) => `Yhdistetty ${when}`,
  since: (date) => `Yhdistetty ${date}`,
  reference: (id) => `Viitetunnus: ${id}`,
};

export default TEXTS;
