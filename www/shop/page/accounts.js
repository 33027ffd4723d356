// From past sessions to the rows that a shopper chooses from. Pure: no document, no network.

/**
 * Returns one row for each account, those of the offered session first. An account of several sessions is one row, with the
 * newest session to pay from and all of them to forget. An account without a handle cannot be paid with, and gets none.
 */
export function rowsOf(sessions, offered) {
  const rows = new Map();
  const inOrder = offered ? [offered, ...[...sessions].filter(({ id }) => id !== offered.id)] : sessions;
  for (const session of inOrder) {
    const accounts = session.data?.accounts ?? [];
    accounts.filter(({ handle }) => handle).forEach((account) => {
      const iban = account.identifier?.iban?.iban;
      const holder = session.data.identity?.name ?? "";
      const key = iban ? JSON.stringify([iban, holder]) : JSON.stringify([session.id, account.handle]);
      const known = rows.get(key);
      if (known) {
        known.sessionIds.push(session.id);
        return;
      }
      rows.set(key, {
        sessionId: session.id,
        handle: account.handle,
        sessionIds: [session.id],
        bank: session.data.bankName ?? "Your bank",
        name: account.name ?? "Account",
        iban,
        holder,
        createdAt: session.createdAt,
      });
    });
  }
  return [...rows.values()];
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const calendar = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** "Connected yesterday" for whole days, "" where the age is unknown. */
export const ageText = (days) => (Number.isFinite(days) ? `Connected ${relative.format(-days, "day")}` : "");

/** "20 Nov 2026" for epoch seconds, "" where they are unknown. */
export const dateText = (seconds) => (Number.isFinite(seconds) ? calendar.format(seconds * 1000) : "");
