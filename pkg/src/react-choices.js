/**
 * What a shopper chooses from. Pure.
 */

/**
 * One choice an account, those of the offered session first; an account that stands in several sessions is one choice,
 * with the first of them. A session without accounts is a choice as a whole.
 *
 * @param {any[]} sessions
 * @param {any} offered the session to offer, or null
 * @returns {{session: any, account: any, accountIndex: number | null}[]}
 */
export function choicesOf(sessions, offered) {
  const inOrder = offered ? [offered, ...sessions.filter(({ id }) => id !== offered.id)] : sessions;
  const choices = new Map();
  for (const session of inOrder) {
    const accounts = session.data?.accounts ?? [];
    accounts.forEach((account, accountIndex) => {
      const iban = ibanOf(account);
      const key = JSON.stringify(iban ? [iban, session.data.identity?.name] : [session.id, accountIndex, ""]);
      if (!choices.has(key)) choices.set(key, { session, account, accountIndex });
    });
    if (accounts.length === 0) choices.set(session.id, { session, account: undefined, accountIndex: null });
  }
  return [...choices.values()];
}

/** The account's IBAN without spaces, or "". */
export function ibanOf(account) {
  return (account?.identifier?.iban?.iban ?? "").replace(/\s/g, "");
}
