// The texts in Italian. The form of address is the one that banks use: tu.
//
// Source: the corrections of an editor.
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Paga con la tua banca",
  note: "Accedi alla tua banca e scegli quali dati condividere. Il negozio non vede mai la tua password.",
  looking: "Cerchiamo la banca che hai usato l’ultima volta…",
  returning: "Verifica presso la tua banca in corso…",
  connecting: "Prepariamo l’accesso alla tua banca…",
  redirecting: "Ti stiamo reindirizzando alla tua banca…",
  continueToBank: "Vai alla tua banca",
  inWindow: "Completa l’accesso nella finestra della tua banca.",
  cancel: "Annulla",
  recalled: "La tua banca è già collegata. Questa volta non serve accedere.",
  several: "Sono presenti più conti salvati. Scegli il tuo.",
  severalPeople: "Sono presenti conti salvati di più persone. Scegli il tuo.",
  connected: "La tua banca è collegata.",
  pending: "La tua banca non ha ancora confermato. Attendi un momento e controlla di nuovo.",
  checkAgain: "Controlla di nuovo",
  notConnected: "Non è stato possibile collegare la tua banca. Riprova o usa un’altra banca.",
  expired: "La sessione con la banca è scaduta. Ricomincia.",
  failed: "Si è verificato un errore. Riprova.",
  offline: "Connessione assente. Controlla la rete e riprova.",
  unavailable: "Il servizio non è al momento disponibile. Riprova tra un minuto.",
  formOnly: "Una parte di questa pagina non è stata caricata. Puoi comunque andare alla tua banca.",
  invalidPhone: "Il numero di telefono non è valido. Inseriscilo con + e il prefisso del Paese, senza (0).",
  invalidEmail: "L’indirizzo e-mail non è valido. Controllalo.",
  invalidIban: "L’IBAN o il BIC non è valido. Controllalo.",
  retry: "Riprova",
  accounts: "Scegli un conto",
  choose: "Usa questo conto",
  chooseBank: "Usa questa banca",
  chooseFirst: "Scegli prima un conto.",
  anotherBank: "Usa un’altra banca",
  forgetBank: "Rimuovi questa banca",
  forgetting: "Rimozione della banca in corso…",
  forgotten: "Banca rimossa.",
  unknownBank: "La tua banca",
  account: (lastFour) => `conto che termina con ${lastFour}`,
  age: (when) => `Ultimo collegamento: ${when}`,
  since: (date) => `Ultimo collegamento: ${date}`,
  reference: (id) => `Riferimento: ${id}`,
  payAmount: (amount) => `Paga ${amount}`,
  confirmForget: (bank) => `Rimuovere ${bank}?`,
  forgetNow: "Rimuovi",
  signedOut: "Non hai effettuato l’accesso al negozio. Accedi e riprova.",
};

export default TEXTS;
