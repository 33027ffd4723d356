// The texts in German. The form of address is the one that banks use: Sie.
//
// Source: the corrections of an editor.
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Mit Bankkonto bezahlen",
  note: "Sie melden sich bei Ihrer Bank an und entscheiden, welche Daten Sie freigeben. Der Shop erhält Ihr Passwort nicht.",
  looking: "Wir suchen Ihre zuletzt genutzte Bank …",
  returning: "Status wird bei Ihrer Bank abgefragt …",
  connecting: "Die Anmeldung bei Ihrer Bank wird vorbereitet …",
  redirecting: "Sie werden zu Ihrer Bank weitergeleitet …",
  continueToBank: "Weiter zur Bank",
  inWindow: "Schließen Sie die Anmeldung im Fenster Ihrer Bank ab.",
  cancel: "Abbrechen",
  recalled: "Ihre Bank ist bereits verbunden. Eine erneute Anmeldung ist nicht nötig.",
  several: "Es sind mehrere Konten gespeichert. Bitte wählen Sie eines aus.",
  severalPeople: "Es sind Konten mehrerer Personen gespeichert. Bitte wählen Sie Ihres aus.",
  connected: "Ihre Bank ist verbunden.",
  pending: "Die Bestätigung Ihrer Bank steht noch aus. Bitte warten Sie einen Moment und prüfen Sie dann erneut.",
  checkAgain: "Erneut prüfen",
  notConnected: "Ihre Bank konnte nicht verbunden werden. Versuchen Sie es erneut oder verwenden Sie eine andere Bank.",
  expired: "Die Anmeldung bei der Bank ist abgelaufen. Bitte starten Sie erneut.",
  failed: "Es ist ein Fehler aufgetreten. Bitte versuchen Sie es erneut.",
  offline: "Keine Internetverbindung. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  unavailable: "Die Zahlung per Bank ist derzeit nicht verfügbar. Bitte versuchen Sie es in einer Minute erneut.",
  formOnly: "Ein Teil dieser Seite wurde nicht geladen. Sie können trotzdem zu Ihrer Bank fortfahren.",
  invalidPhone: "Die Telefonnummer ist ungültig. Geben Sie sie mit + und Ländervorwahl ein, ohne (0).",
  invalidEmail: "Die E-Mail-Adresse ist ungültig. Bitte prüfen Sie sie.",
  invalidIban: "Die IBAN oder BIC ist ungültig. Bitte prüfen Sie sie.",
  retry: "Erneut versuchen",
  accounts: "Konto auswählen",
  choose: "Dieses Konto verwenden",
  chooseBank: "Diese Bank verwenden",
  chooseFirst: "Bitte wählen Sie zuerst ein Konto aus.",
  anotherBank: "Andere Bank verwenden",
  forgetBank: "Bank entfernen",
  forgetting: "Die Bank wird entfernt …",
  forgotten: "Die Bank wurde entfernt.",
  unknownBank: "Ihre Bank",
  account: (lastFour) => `Konto mit den Endziffern ${lastFour}`,
  age: (when) => `Zuletzt verbunden: ${when}`,
  since: (date) => `Zuletzt verbunden: ${date}`,
  reference: (id) => `Referenz: ${id}`,
  payAmount: (amount) => `${amount} bezahlen`,
  confirmForget: (bank) => `${bank} entfernen?`,
  forgetNow: "Entfernen",
  signedOut: "Sie sind nicht angemeldet. Bitte melden Sie sich im Shop an und versuchen Sie es erneut.",
};

export default TEXTS;
