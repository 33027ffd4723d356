// The texts in Polish. The form of address is the one that banks use: ty, with a capital.
//
// Source: the corrections of an editor.
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Zapłać z konta bankowego",
  note: "Zaloguj się do swojego banku i wybierz, jakie dane udostępnić. Sklep nigdy nie zobaczy Twojego hasła.",
  looking: "Szukamy ostatnio używanego banku…",
  returning: "Sprawdzamy status w Twoim banku…",
  connecting: "Przygotowujemy logowanie do banku…",
  redirecting: "Przekierowujemy do Twojego banku…",
  continueToBank: "Przejdź do banku",
  inWindow: "Dokończ logowanie w oknie swojego banku.",
  cancel: "Anuluj",
  recalled: "Twój bank jest już połączony. Tym razem nie musisz się logować.",
  several: "Masz kilka zapisanych kont. Wybierz jedno.",
  severalPeople: "Zapisane są konta kilku osób. Wybierz swoje.",
  connected: "Połączono z Twoim bankiem.",
  pending: "Czekamy na potwierdzenie z banku. Odczekaj chwilę i sprawdź ponownie.",
  checkAgain: "Sprawdź ponownie",
  notConnected: "Nie udało się połączyć z bankiem. Spróbuj ponownie lub wybierz inny bank.",
  expired: "Sesja logowania w banku wygasła. Zacznij od nowa.",
  failed: "Coś poszło nie tak. Spróbuj ponownie.",
  offline: "Brak połączenia z internetem. Sprawdź połączenie i spróbuj ponownie.",
  unavailable: "Usługa jest chwilowo niedostępna. Spróbuj ponownie za minutę.",
  formOnly: "Część strony się nie wczytała. Mimo to możesz przejść do banku.",
  invalidPhone: "Numer telefonu jest nieprawidłowy. Wpisz go ze znakiem + i kodem kraju, bez (0).",
  invalidEmail: "Adres e-mail jest nieprawidłowy. Sprawdź go.",
  invalidIban: "Numer IBAN lub BIC jest nieprawidłowy. Sprawdź go.",
  retry: "Spróbuj ponownie",
  accounts: "Wybierz konto",
  choose: "Wybierz to konto",
  chooseBank: "Wybierz ten bank",
  chooseFirst: "Najpierw wybierz konto.",
  anotherBank: "Wybierz inny bank",
  forgetBank: "Usuń ten bank",
  forgetting: "Usuwamy bank…",
  forgotten: "Bank został usunięty.",
  unknownBank: "Twój bank",
  account: (lastFour) => `konto o końcówce ${lastFour}`,
  age: (when) => `Ostatnio połączono: ${when}`,
  since: (date) => `Ostatnio połączono: ${date}`,
  reference: (id) => `Numer referencyjny: ${id}`,
  payAmount: (amount) => `Zapłać ${amount}`,
  confirmForget: (bank) => `Usunąć ${bank}?`,
  forgetNow: "Usuń",
  signedOut: "Sesja w sklepie wygasła. Zaloguj się i spróbuj ponownie.",
};

export default TEXTS;
