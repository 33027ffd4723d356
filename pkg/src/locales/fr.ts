// The texts in French. The form of address is the one that banks use: vous.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Payer avec ma banque",
  note: "Vous vous connectez auprès de votre banque et choisissez ce que vous partagez. La boutique ne voit jamais votre mot de passe.",
  looking: "Recherche de la banque utilisée la dernière fois…",
  returning: "Vérification auprès de votre banque…",
  connecting: "Préparation de la connexion à votre banque…",
  redirecting: "Redirection vers votre banque…",
  continueToBank: "Continuer vers ma banque",
  inWindow: "Terminez la connexion dans la fenêtre de votre banque.",
  cancel: "Annuler",
  recalled: "Nous reconnaissons votre banque. Pas besoin de vous connecter cette fois.",
  several: "Plusieurs comptes sont mémorisés ici. Veuillez choisir le vôtre.",
  connected: "Votre banque est connectée.",
  pending: "Votre banque n’a pas encore confirmé. Patientez un instant, puis vérifiez à nouveau.",
  checkAgain: "Vérifier à nouveau",
  notConnected: "Votre banque n’a pas été connectée. Réessayez ou utilisez une autre banque.",
  expired: "La connexion à la banque a expiré. Veuillez recommencer.",
  failed: "Cela n’a pas fonctionné. Veuillez réessayer.",
  offline: "Pas de connexion. Vérifiez votre réseau et réessayez.",
  unavailable: "Ce service n’est pas disponible pour le moment. Réessayez dans une minute.",
  formOnly: "Une partie de cette page ne s’est pas chargée. Vous pouvez tout de même continuer vers votre banque.",
  retry: "Réessayer",
  accounts: "Choisissez un compte",
  choose: "Utiliser ce compte",
  chooseBank: "Utiliser cette banque",
  chooseFirst: "Choisissez d’abord un compte.",
  anotherBank: "Utiliser une autre banque",
  forgetBank: "Oublier cette banque",
  forgetting: "Suppression de la banque…",
  forgotten: "Cette banque n’est plus mémorisée.",
  unknownBank: "Votre banque",
  account: (lastFour) => `compte se terminant par ${lastFour}`,
  age: (when) => `Connectée ${when}`,
  since: (date) => `Connectée le ${date}`,
  reference: (id) => `Référence : ${id}`,
};

export default TEXTS;
