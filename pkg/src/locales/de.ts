// The texts in German. The form of address is the one that banks use: Sie.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Mit Bankkonto bezahlen",
  note: "Sie melden sich bei Ihrer eigenen Bank an und entscheiden, was Sie teilen. Der Shop sieht Ihr Passwort nie.",
  looking: "Wir suchen Ihre zuletzt genutzte Bank …",
  returning: "Wir fragen bei Ihrer Bank nach …",
  connecting: "Die Anmeldung bei Ihrer Bank wird vorbereitet …",
  redirecting: "Sie werden zu Ihrer Bank weitergeleitet …",
  continueToBank: "Weiter zur Bank",
  inWindow: "Schließen Sie die Anmeldung im Fenster Ihrer Bank ab.",
  cancel: "Abbrechen",
  recalled: "Wir erinnern uns an Ihre Bank. Eine Anmeldung ist diesmal nicht nötig.",
  several: "Hier sind mehrere Konten gespeichert. Bitte wählen Sie Ihres aus.",
  connected: "Ihre Bank ist verbunden.",
  pending: "Ihre Bank hat noch nicht bestätigt. Warten Sie kurz und prüfen Sie es dann erneut.",
  checkAgain: "Erneut prüfen",
  notConnected: "Ihre Bank wurde nicht verbunden. Versuchen Sie es erneut oder verwenden Sie eine andere Bank.",
  expired: "Die Anmeldung bei der Bank ist abgelaufen. Bitte beginnen Sie von vorn.",
  failed: "Das hat nicht geklappt. Bitte versuchen Sie es erneut.",
  offline: "Keine Verbindung. Prüfen Sie Ihr Netz und versuchen Sie es erneut.",
  unavailable: "Das ist gerade nicht möglich. Bitte versuchen Sie es in einer Minute erneut.",
  formOnly: "Ein Teil dieser Seite wurde nicht geladen. Sie können trotzdem weiter zur Bank.",
  retry: "Erneut versuchen",
  accounts: "Konto auswählen",
  choose: "Dieses Konto verwenden",
  chooseBank: "Diese Bank verwenden",
  chooseFirst: "Bitte wählen Sie zuerst ein Konto aus.",
  anotherBank: "Andere Bank verwenden",
  forgetBank: "Diese Bank vergessen",
  forgetting: "Die Bank wird entfernt …",
  forgotten: "Diese Bank ist nicht mehr gespeichert.",
  unknownBank: "Ihre Bank",
  account: (lastFour) => `Konto mit den Endziffern ${lastFour}`,
  age: (when) => `Verbunden ${when}`,
  since: (date) => `Verbunden am ${date}`,
  reference: (id) => `Referenz: ${id}`,
};

export default TEXTS;
