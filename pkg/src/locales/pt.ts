// The texts in European Portuguese. The form of address is the one that banks use: third person.
//
// Source: the corrections of an editor, compared with the terms of Adyen Web (pt-PT).
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Pagar com o meu banco",
  note: "Inicia sessão no seu banco e escolhe o que partilhar. A loja nunca vê a sua palavra-passe.",
  looking: "A procurar o banco que usou da última vez…",
  returning: "A verificar junto do seu banco…",
  connecting: "A preparar o acesso ao seu banco…",
  redirecting: "A encaminhar para o seu banco…",
  continueToBank: "Continuar para o banco",
  inWindow: "Conclua o acesso na janela do seu banco.",
  cancel: "Cancelar",
  recalled: "A ligação ao seu banco já está estabelecida. Desta vez não é preciso iniciar sessão.",
  several: "Há várias contas guardadas. Escolha a sua.",
  severalPeople: "Há contas guardadas de várias pessoas. Escolha a sua.",
  connected: "A ligação ao seu banco foi estabelecida.",
  pending: "O seu banco ainda não confirmou a ligação. Aguarde um momento e verifique novamente.",
  checkAgain: "Verificar novamente",
  notConnected: "Não foi possível estabelecer a ligação ao seu banco. Tente novamente ou use outro banco.",
  expired: "O acesso ao banco expirou. Comece de novo.",
  failed: "Ocorreu um erro. Tente novamente.",
  offline: "Sem ligação à Internet. Verifique a sua ligação e tente novamente.",
  unavailable: "O serviço não está disponível de momento. Tente novamente dentro de um minuto.",
  formOnly: "Parte desta página não foi carregada. Ainda assim, pode continuar para o banco.",
  invalidPhone: "O número de telefone não é válido. Escreva-o com + e o indicativo do país, sem (0).",
  invalidEmail: "O endereço de e-mail não é válido. Verifique-o.",
  invalidIban: "O IBAN ou o BIC não é válido. Verifique-o.",
  retry: "Tentar novamente",
  accounts: "Escolha uma conta",
  choose: "Usar esta conta",
  chooseBank: "Usar este banco",
  chooseFirst: "Escolha primeiro uma conta.",
  anotherBank: "Usar outro banco",
  forgetBank: "Remover este banco",
  forgetting: "A remover o banco…",
  forgotten: "O banco foi removido.",
  unknownBank: "O seu banco",
  account: (lastFour) => `conta terminada em ${lastFour}`,
  age: (when) => `Última ligação: ${when}`,
  since: (date) => `Última ligação: ${date}`,
  reference: (id) => `Referência: ${id}`,
  payAmount: (amount) => `Pagar ${amount}`,
  confirmForget: (bank) => `Remover ${bank}?`,
  forgetNow: "Remover",
  signedOut: "Não tem sessão iniciada na loja. Inicie sessão e tente novamente.",
};

export default TEXTS;
