// The rows that a shopper chooses from, made of past sessions. Pure functions: no document, no network.

/**
 * Returns one row for each account, those of the offered session first. An account in several sessions is one row: the newest
 * session is used to pay, and all of them are forgotten together. An account without a handle gets no row, because it cannot
 * be paid from.
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

/** Returns words of `Intl`, or "" if it throws: it refuses dates beyond its range, and a page can replace it. */
function words(format) {
  try {
    return format();
  } catch {
    return "";
  }
}

const relative = (days) => words(() => new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-days, "day"));
const calendar = (seconds) => words(() => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(seconds * 1000));

/** Returns a text such as "Last connected: yesterday" for an age in whole days, or "" if the age is unknown. */
export const ageText = (days) => (Number.isFinite(days) && relative(days) ? `Last connected: ${relative(days)}` : "");

/** Returns a date such as "20 Nov 2026" for epoch seconds, or "" if they are unknown. */
export const dateText = (seconds) => (Number.isFinite(seconds) ? calendar(seconds) : "");
