// The texts in Italian. The form of address is the one that banks use: tu.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Paga con la tua banca",
  note: "Accedi alla tua banca e scegli che cosa condividere. Il negozio non vede mai la tua password.",
  looking: "Cerchiamo la banca che hai usato l’ultima volta…",
  returning: "Verifica con la tua banca in corso…",
  connecting: "Prepariamo l’accesso alla tua banca…",
  redirecting: "Ti portiamo alla tua banca…",
  continueToBank: "Continua verso la tua banca",
  inWindow: "Completa l’accesso nella finestra della tua banca.",
  cancel: "Annulla",
  recalled: "Ricordiamo la tua banca. Questa volta non serve accedere.",
  several: "Qui sono salvati più conti. Scegli il tuo.",
  connected: "La tua banca è collegata.",
  pending: "La tua banca non ha ancora confermato. Attendi un momento e controlla di nuovo.",
  checkAgain: "Controlla di nuovo",
  notConnected: "La tua banca non è stata collegata. Riprova o usa un’altra banca.",
  expired: "L’accesso alla banca è scaduto. Ricomincia da capo.",
  failed: "Non ha funzionato. Riprova.",
  offline: "Connessione assente. Controlla la rete e riprova.",
  unavailable: "Al momento non è disponibile. Riprova tra un minuto.",
  formOnly: "Una parte di questa pagina non è stata caricata. Puoi comunque continuare verso la tua banca.",
  retry: "Riprova",
  accounts: "Scegli un conto",
  choose: "Usa questo conto",
  chooseBank: "Usa questa banca",
  chooseFirst: "Prima scegli un conto.",
  anotherBank: "Usa un’altra banca",
  forgetBank: "Dimentica questa banca",
  forgetting: "Rimozione della banca in corso…",
  forgotten: "Questa banca non è più memorizzata.",
  unknownBank: "La tua banca",
  account: (lastFour) => `conto che termina con ${lastFour}`,
  age: (when) => `Collegata ${when}`,
  since: (date) => `Collegata il ${date}`,
  reference: (id) => `Riferimento: ${id}`,
};

export default TEXTS;
