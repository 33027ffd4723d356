// The texts in Spanish. The form of address is the one that banks use: tú.
//
// Source: the corrections of an editor.
// Checked by a native: no.

import type { BankConnectTexts } from "./texts.ts";

const TEXTS: BankConnectTexts = {
  connect: "Pagar desde mi banco",
  note: "Accedes a tu banco y eliges qué datos compartir. La tienda nunca verá tu contraseña.",
  looking: "Buscando el banco que usaste la última vez…",
  returning: "Comprobando con tu banco…",
  connecting: "Preparando el acceso a tu banco…",
  redirecting: "Te redirigimos a tu banco…",
  continueToBank: "Continuar en la web de mi banco",
  inWindow: "Completa el acceso en la ventana de tu banco.",
  cancel: "Cancelar",
  recalled: "Tu banco ya está vinculado. Esta vez no tienes que iniciar sesión.",
  several: "Hay varias cuentas guardadas. Selecciona la tuya.",
  severalPeople: "Hay cuentas guardadas de varias personas. Selecciona la tuya.",
  connected: "Tu banco está vinculado.",
  pending: "Tu banco aún no lo ha confirmado. Espera un momento y vuelve a comprobarlo.",
  checkAgain: "Volver a comprobar",
  notConnected: "No se ha podido conectar con tu banco. Inténtalo de nuevo o usa otro banco.",
  expired: "La sesión con tu banco ha caducado. Vuelve a empezar.",
  failed: "Se ha producido un error. Inténtalo de nuevo.",
  offline: "Sin conexión a internet. Comprueba tu conexión e inténtalo de nuevo.",
  unavailable: "El servicio no está disponible en este momento. Inténtalo de nuevo en un minuto.",
  formOnly: "Parte de esta página no se ha cargado. Aun así, puedes continuar en la web de tu banco.",
  invalidPhone: "El número de teléfono no es válido. Escríbelo con + y el prefijo del país, sin (0).",
  invalidEmail: "La dirección de correo no es válida. Compruébala.",
  invalidIban: "El IBAN o el BIC no es válido. Compruébalo.",
  retry: "Intentar de nuevo",
  accounts: "Selecciona una cuenta",
  choose: "Usar esta cuenta",
  chooseBank: "Usar este banco",
  chooseFirst: "Selecciona primero una cuenta.",
  anotherBank: "Usar otro banco",
  forgetBank: "Eliminar este banco",
  forgetting: "Eliminando el banco…",
  forgotten: "Se ha eliminado este banco.",
  unknownBank: "Tu banco",
  account: (lastFour) => `cuenta terminada en ${lastFour}`,
  age: (when) => `Última vinculación: ${when}`,
  since: (date) => `Última vinculación: ${date}`,
  reference: (id) => `Referencia: ${id}`,
  payAmount: (amount) => `Pagar ${amount}`,
  confirmForget: (bank) => `¿Eliminar ${bank}?`,
  forgetNow: "Eliminar",
  signedOut: "No has iniciado sesión en la tienda. Inicia sesión e inténtalo de nuevo.",
};

export default TEXTS;
