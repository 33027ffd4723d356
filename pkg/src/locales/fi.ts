// The texts in Finnish. The form of address is the one that banks use: sinä.
//
// Source: the corrections of an editor, compared with the terms of Adyen Web (fi-FI).
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Maksa pankkitililtä",
  note: "Kirjaudut pankkiisi ja päätät itse, mitä tietoja jaat. Kauppa ei koskaan näe pankkitunnuksiasi.",
  looking: "Etsitään viimeksi käyttämääsi pankkia…",
  returning: "Tarkistetaan tilannetta pankistasi…",
  connecting: "Valmistellaan kirjautumista pankkiisi…",
  redirecting: "Siirrytään pankkiisi…",
  continueToBank: "Jatka pankkiin",
  inWindow: "Viimeistele kirjautuminen pankkisi ikkunassa.",
  cancel: "Peruuta",
  recalled: "Pankkisi on jo yhdistetty. Tällä kertaa sinun ei tarvitse kirjautua.",
  several: "Tallennettuja tilejä on useita. Valitse niistä yksi.",
  severalPeople: "Tallennettuna on usean henkilön tilejä. Valitse omasi.",
  connected: "Pankkisi on yhdistetty.",
  pending: "Pankkisi ei ole vielä vahvistanut yhteyttä. Odota hetki ja tarkista uudelleen.",
  checkAgain: "Tarkista uudelleen",
  notConnected: "Pankkiasi ei voitu yhdistää. Yritä uudelleen tai valitse toinen pankki.",
  expired: "Pankkiin kirjautuminen on vanhentunut. Aloita uudelleen.",
  failed: "Tapahtui virhe. Yritä uudelleen.",
  offline: "Ei internetyhteyttä. Tarkista yhteytesi ja yritä uudelleen.",
  unavailable: "Palvelu ei ole juuri nyt käytettävissä. Yritä uudelleen minuutin kuluttua.",
  formOnly: "Osa tästä sivusta ei latautunut. Voit silti jatkaa pankkiisi.",
  invalidPhone: "Puhelinnumero ei kelpaa. Kirjoita se muodossa + ja maakoodi, ilman merkintää (0).",
  invalidEmail: "Sähköpostiosoite ei kelpaa. Tarkista se.",
  invalidIban: "IBAN tai BIC ei kelpaa. Tarkista se.",
  retry: "Yritä uudelleen",
  accounts: "Valitse tili",
  choose: "Käytä tätä tiliä",
  chooseBank: "Käytä tätä pankkia",
  chooseFirst: "Valitse ensin tili.",
  anotherBank: "Valitse toinen pankki",
  forgetBank: "Poista tämä pankki",
  forgetting: "Poistetaan pankkia…",
  forgotten: "Pankki on poistettu.",
  unknownBank: "Pankkisi",
  account: (lastFour) => `tili, joka päättyy numeroihin ${lastFour}`,
  age: (when) => `Viimeksi yhdistetty: ${when}`,
  since: (date) => `Viimeksi yhdistetty: ${date}`,
  reference: (id) => `Viitetunnus: ${id}`,
  payAmount: (amount) => `Maksa ${amount}`,
  confirmForget: (bank) => `Poistetaanko ${bank}?`,
  forgetNow: "Poista",
  signedOut: "Et ole kirjautunut kauppaan. Kirjaudu sisään ja yritä uudelleen.",
};

export default TEXTS;
