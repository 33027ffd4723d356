// The texts in Polish. The form of address is the one that banks use: ty, with a capital.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Zapłać przez bank",
  note: "Logujesz się w swoim banku i wybierasz, co udostępnić. Sklep nigdy nie widzi Twojego hasła.",
  looking: "Szukamy ostatnio używanego banku…",
  returning: "Sprawdzamy w Twoim banku…",
  connecting: "Przygotowujemy logowanie do banku…",
  redirecting: "Przekierowujemy do Twojego banku…",
  continueToBank: "Przejdź do banku",
  inWindow: "Dokończ logowanie w oknie swojego banku.",
  cancel: "Anuluj",
  recalled: "Pamiętamy Twój bank. Tym razem nie musisz się logować.",
  several: "Zapamiętano tu kilka kont. Wybierz swoje.",
  connected: "Twój bank jest połączony.",
  pending: "Twój bank jeszcze nie potwierdził. Poczekaj chwilę i sprawdź ponownie.",
  checkAgain: "Sprawdź ponownie",
  notConnected: "Nie połączono z bankiem. Spróbuj ponownie lub użyj innego banku.",
  expired: "Logowanie do banku wygasło. Zacznij od nowa.",
  failed: "Coś poszło nie tak. Spróbuj ponownie.",
  offline: "Brak połączenia. Sprawdź sieć i spróbuj ponownie.",
  unavailable: "Usługa jest chwilowo niedostępna. Spróbuj ponownie za minutę.",
  formOnly: "Część strony się nie wczytała. Mimo to możesz przejść do banku.",
  retry: "Spróbuj ponownie",
  accounts: "Wybierz konto",
  choose: "Użyj tego konta",
  chooseBank: "Użyj tego banku",
  chooseFirst: "Najpierw wybierz konto.",
  anotherBank: "Użyj innego banku",
  forgetBank: "Zapomnij ten bank",
  forgetting: "Usuwamy zapamiętany bank…",
  forgotten: "Ten bank nie jest już zapamiętany.",
  unknownBank: "Twój bank",
  account: (lastFour) => `konto o końcówce ${lastFour}`,
  age: (when) => `Połączono ${when}`,
  since: (date) => `Połączono ${date}`,
  reference: (id) => `Numer referencyjny: ${id}`,
};

export default TEXTS;
