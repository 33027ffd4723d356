// The texts in Brazilian Portuguese. The form of address is the one that banks use: você.
//
// Source: the European Portuguese texts with the terms of Adyen Web (pt-BR).
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Pagar com meu banco",
  note: "Você acessa seu banco e escolhe o que compartilhar. A loja nunca vê sua senha.",
  looking: "Procurando o banco que você usou da última vez…",
  returning: "Verificando com seu banco…",
  connecting: "Preparando o acesso ao seu banco…",
  redirecting: "Redirecionando para seu banco…",
  continueToBank: "Continuar para meu banco",
  inWindow: "Conclua o acesso na janela do seu banco.",
  cancel: "Cancelar",
  recalled: "Seu banco já está conectado. Desta vez não é preciso fazer login.",
  several: "Há várias contas salvas. Escolha a sua.",
  severalPeople: "Há contas salvas de várias pessoas. Escolha a sua.",
  connected: "Seu banco está conectado.",
  pending: "Seu banco ainda não confirmou a conexão. Aguarde um momento e verifique novamente.",
  checkAgain: "Verificar novamente",
  notConnected: "Não foi possível conectar seu banco. Tente novamente ou use outro banco.",
  expired: "O acesso ao banco expirou. Comece de novo.",
  failed: "Ocorreu um erro. Tente novamente.",
  offline: "Sem conexão com a internet. Verifique sua conexão e tente novamente.",
  unavailable: "O serviço não está disponível no momento. Tente novamente em um minuto.",
  formOnly: "Parte desta página não foi carregada. Mesmo assim, você pode continuar para seu banco.",
  invalidPhone: "O número de telefone não é válido. Digite-o com + e o código do país, sem (0).",
  invalidEmail: "O endereço de e-mail não é válido. Verifique-o.",
  invalidIban: "O IBAN ou o BIC não é válido. Verifique-o.",
  retry: "Tentar novamente",
  accounts: "Escolha uma conta",
  choose: "Usar esta conta",
  chooseBank: "Usar este banco",
  chooseFirst: "Escolha uma conta primeiro.",
  anotherBank: "Usar outro banco",
  forgetBank: "Remover este banco",
  forgetting: "Removendo o banco…",
  forgotten: "O banco foi removido.",
  unknownBank: "Seu banco",
  account: (lastFour) => `conta com final ${lastFour}`,
  age: (when) => `Última conexão: ${when}`,
  since: (date) => `Última conexão: ${date}`,
  reference: (id) => `Código de referência: ${id}`,
  payAmount: (amount) => `Pagar ${amount}`,
  confirmForget: (bank) => `Remover ${bank}?`,
  forgetNow: "Remover",
  signedOut: "Você não está conectado à loja. Entre na sua conta e tente novamente.",
};

export default TEXTS;
