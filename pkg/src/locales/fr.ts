// The texts in French. The form of address is the one that banks use: vous.
//
// Source: the corrections of an editor.
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Payer par compte bancaire",
  note: "Vous vous connectez à votre banque et choisissez les données à partager. Le marchand n’a jamais accès à votre mot de passe.",
  looking: "Recherche de la banque utilisée la dernière fois…",
  returning: "Vérification auprès de votre banque…",
  connecting: "Préparation de la connexion à votre banque…",
  redirecting: "Redirection vers votre banque…",
  continueToBank: "Continuer vers ma banque",
  inWindow: "Terminez la connexion dans la fenêtre de votre banque.",
  cancel: "Annuler",
  recalled: "Votre banque est déjà enregistrée. Aucune connexion n’est nécessaire cette fois-ci.",
  several: "Plusieurs comptes sont enregistrés. Veuillez en choisir un.",
  severalPeople: "Les comptes de plusieurs personnes sont enregistrés. Veuillez choisir le vôtre.",
  connected: "Votre banque est connectée.",
  pending: "Votre banque n’a pas encore confirmé la connexion. Patientez un instant, puis vérifiez à nouveau.",
  checkAgain: "Vérifier à nouveau",
  notConnected: "La connexion à votre banque n’a pas abouti. Réessayez ou choisissez une autre banque.",
  expired: "La session auprès de votre banque a expiré. Veuillez recommencer.",
  failed: "Une erreur est survenue. Veuillez réessayer.",
  offline: "Pas de connexion Internet. Vérifiez votre connexion et réessayez.",
  unavailable: "Ce service n’est pas disponible pour le moment. Réessayez dans une minute.",
  formOnly: "Une partie de cette page n’a pas pu être chargée. Vous pouvez tout de même continuer vers votre banque.",
  invalidPhone: "Le numéro de téléphone n’est pas valide. Saisissez-le avec + et l’indicatif du pays, sans (0).",
  invalidEmail: "L’adresse e-mail n’est pas valide. Veuillez la vérifier.",
  invalidIban: "L’IBAN ou le BIC n’est pas valide. Veuillez le vérifier.",
  retry: "Réessayer",
  accounts: "Choisissez un compte",
  choose: "Utiliser ce compte",
  chooseBank: "Utiliser cette banque",
  chooseFirst: "Choisissez d’abord un compte.",
  anotherBank: "Choisir une autre banque",
  forgetBank: "Supprimer cette banque",
  forgetting: "Suppression de la banque…",
  forgotten: "Cette banque a été supprimée.",
  unknownBank: "Votre banque",
  account: (lastFour) => `compte se terminant par ${lastFour}`,
  age: (when) => `Dernière connexion : ${when}`,
  since: (date) => `Dernière connexion : ${date}`,
  reference: (id) => `Référence : ${id}`,
  payAmount: (amount) => `Payer ${amount}`,
  confirmForget: (bank) => `Supprimer ${bank} ?`,
  forgetNow: "Supprimer",
  signedOut: "Vous n’êtes pas connecté à la boutique. Connectez-vous et réessayez.",
};

export default TEXTS;
