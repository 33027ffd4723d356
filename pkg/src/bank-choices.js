/**
 * What a shopper chooses from. Pure.
 */

/** Errors after which the proxy's form still reaches the bank: the library is not there, or has stopped. */
const FORM_ONLY = ["wasm_blocked", "load_failed", "internal"];

/** Errors that a shopper can be told the meaning of. */
const TEXT_OF_CODE = { network: "offline", timeout: "offline", rate_limited: "unavailable", proxy_unavailable: "unavailable" };

/** Which of the texts tells of a failed call. */
export const textOfCode = (code) => TEXT_OF_CODE[code] ?? "failed";

/**
 * Returns one choice for each account, those of the offered session first. An account of several sessions is one choice,
 * with the first of them. A session without accounts is a choice as a whole.
 *
 * @param {any[]} sessions
 * @param {any} offered the session to offer, or null
 * @returns {{session: any, account: any, handle: string | null}[]}
 */
export function choicesOf(sessions, offered) {
  const inOrder = offered ? [offered, ...sessions.filter(({ id }) => id !== offered.id)] : sessions;
  const choices = new Map();
  for (const session of inOrder) {
    const accounts = session.data?.accounts ?? [];
    accounts.forEach((account, index) => {
      const iban = ibanOf(account);
      const key = JSON.stringify(iban ? [iban, session.data.identity?.name] : [session.id, index, ""]);
      if (!choices.has(key)) choices.set(key, { session, account, handle: typeof account.handle === "string" ? account.handle : null });
    });
    if (accounts.length === 0) choices.set(session.id, { session, account: undefined, handle: null });
  }
  return [...choices.values()];
}

/** Marks that turn the direction of the text around them (Unicode's bidirectional controls). */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** A name as it can be shown beside others: what a bank's customer typed cannot turn their order round. */
export const shown = (name) => name?.replace(TURNS, "");

/** The account's IBAN without spaces, or "". */
export function ibanOf(account) {
  return (account?.identifier?.iban?.iban ?? "").replace(/\s/g, "");
}

/** The sessions that a shopper means by "this bank": of the same bank and the same person, and always the one itself. */
export function ofSameBank(sessions, session) {
  const bank = ({ id, data }) => JSON.stringify(data?.bankName ? [data.bankName, data.identity?.name] : [id]);
  return sessions.filter((each) => each.id === session.id || bank(each) === bank(session));
}

/**
 * What is on offer after some sessions are gone; null where nothing is. Nothing is preselected anew.
 *
 * @param {import("ivy-data-session").RecalledOutcome} outcome
 * @param {import("ivy-data-session").DataSession[]} gone
 * @returns {import("ivy-data-session").RecalledOutcome | null}
 */
export function leftWithout(outcome, gone) {
  const stays = ({ id }) => gone.every((each) => each.id !== id);
  const sessions = outcome.sessions.filter(stays);
  if (sessions.length === 0) return null;
  const keepsOffer = outcome.session && stays(outcome.session);
  return { ...outcome, sessions, ...(!keepsOffer && { session: null, ageDays: null }) };
}

/**
 * Whether this state leaves the shopper the proxy's form alone. Never after an address that was refused: the form would
 * go there.
 *
 * @param {any} state
 */
export function needsForm({ status, error }) {
  return status === "failed" && FORM_ONLY.includes(error?.code);
}

/**
 * What the form says to the proxy's `/start`.
 *
 * @param {import("ivy-data-session").PageRequest} request
 * @returns {[string, string][]}
 */
export function formFields({ permissions, market, locale }) {
  const fields = Object.entries({ permissions: permissions.join(), market, locale });
  return /** @type {[string, string][]} */ (fields.filter(([, value]) => value));
}
