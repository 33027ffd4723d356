// The texts in European Portuguese. The form of address is the one that banks use: third person.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Pagar com o meu banco",
  note: "Inicia sessão no seu próprio banco e escolhe o que partilhar. A loja nunca vê a sua palavra-passe.",
  looking: "A procurar o banco que usou da última vez…",
  returning: "A verificar junto do seu banco…",
  connecting: "A preparar o acesso ao seu banco…",
  redirecting: "A encaminhar para o seu banco…",
  continueToBank: "Continuar para o banco",
  inWindow: "Conclua o acesso na janela do seu banco.",
  cancel: "Cancelar",
  recalled: "Lembramo-nos do seu banco. Desta vez não é preciso iniciar sessão.",
  several: "Há várias contas guardadas aqui. Escolha a sua.",
  connected: "O seu banco está ligado.",
  pending: "O seu banco ainda não confirmou. Aguarde um momento e verifique novamente.",
  checkAgain: "Verificar novamente",
  notConnected: "O seu banco não foi ligado. Tente novamente ou use outro banco.",
  expired: "O acesso ao banco expirou. Comece de novo.",
  failed: "Não foi possível. Tente novamente.",
  offline: "Sem ligação. Verifique a sua rede e tente novamente.",
  unavailable: "De momento não está disponível. Tente novamente dentro de um minuto.",
  formOnly: "Parte desta página não foi carregada. Ainda assim, pode continuar para o banco.",
  retry: "Tentar novamente",
  accounts: "Escolha uma conta",
  choose: "Usar esta conta",
  chooseBank: "Usar este banco",
  chooseFirst: "Escolha primeiro uma conta.",
  anotherBank: "Usar outro banco",
  forgetBank: "Esquecer este banco",
  forgetting: "A esquecer o banco…",
  forgotten: "Este banco já não está guardado.",
  unknownBank: "O seu banco",
  account: (lastFour) => `conta terminada em ${lastFour}`,
  age: (when) => `Ligado ${when}`,
  since: (date) => `Ligado em ${date}`,
  reference: (id) => `Referência: ${id}`,
};

export default TEXTS;
