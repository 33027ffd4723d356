// Splits a script for drivers that take one statement at a time and make the transaction themselves.

/** A text, a quoted name, a comment, or any other character but a semicolon. */
const STATEMENT = /(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[^;])+/g;

/** The statements of a transaction, which the driver sends itself. */
const OF_TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK)\b/i;

/** Returns the statements of a script, without those that begin or end its transaction. */
export function splitScript(sql: string): string[] {
  const statements = sql.match(STATEMENT)?.map((statement) => statement.trim()) ?? [];
  return statements.filter((statement) => statement !== "" && !OF_TRANSACTION.test(statement));
}
