// The texts in Spanish. The form of address is the one that banks use: tú.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Pagar con mi banco",
  note: "Inicias sesión en tu propio banco y eliges qué compartir. La tienda nunca ve tu contraseña.",
  looking: "Buscando el banco que usaste la última vez…",
  returning: "Consultando con tu banco…",
  connecting: "Preparando el acceso a tu banco…",
  redirecting: "Te llevamos a tu banco…",
  continueToBank: "Continuar a mi banco",
  inWindow: "Completa el acceso en la ventana de tu banco.",
  cancel: "Cancelar",
  recalled: "Recordamos tu banco. Esta vez no hace falta iniciar sesión.",
  several: "Aquí hay varias cuentas guardadas. Elige la tuya.",
  connected: "Tu banco está conectado.",
  pending: "Tu banco aún no lo ha confirmado. Espera un momento y vuelve a comprobarlo.",
  checkAgain: "Volver a comprobar",
  notConnected: "Tu banco no se ha conectado. Inténtalo de nuevo o usa otro banco.",
  expired: "El acceso al banco ha caducado. Empieza de nuevo.",
  failed: "No ha funcionado. Inténtalo de nuevo.",
  offline: "Sin conexión. Comprueba tu red e inténtalo de nuevo.",
  unavailable: "Ahora mismo no está disponible. Inténtalo de nuevo en un minuto.",
  formOnly: "Parte de esta página no se ha cargado. Aun así, puedes continuar a tu banco.",
  retry: "Reintentar",
  accounts: "Elige una cuenta",
  choose: "Usar esta cuenta",
  chooseBank: "Usar este banco",
  chooseFirst: "Elige primero una cuenta.",
  anotherBank: "Usar otro banco",
  forgetBank: "Olvidar este banco",
  forgetting: "Olvidando el banco…",
  forgotten: "Este banco ya no está guardado.",
  unknownBank: "Tu banco",
  account: (lastFour) => `cuenta terminada en ${lastFour}`,
  age: (when) => `Conectado ${when}`,
  since: (date) => `Conectado el ${date}`,
  reference: (id) => `Referencia: ${id}`,
};

export default TEXTS;
