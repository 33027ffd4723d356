/**
 * What the core is told where something outside of it went wrong: one word, never a text of somebody else's.
 */

/**
 * @param {string} fault one of the words that the core knows
 * @param {string} [reason] the database's own code, such as an SQLSTATE, for the log of a start that failed
 * @returns {Error & {fault: string, reason?: string}}
 */
export function faulty(fault, reason) {
  return Object.assign(new Error(fault), { fault, reason });
}
