/**
 * What the core is told where something outside of it went wrong: one word, never a text of somebody else's.
 */

/**
 * @param {string} fault one of the words that the core knows
 * @returns {Error & {fault: string}}
 */
export function faulty(fault) {
  return Object.assign(new Error(fault), { fault });
}
