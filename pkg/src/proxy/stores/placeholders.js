/**
 * `$1`, `$2` as SQLite's drivers take them.
 */

/**
 * The drivers do not agree on how `$1` is bound, but all of them bind `?` one by one. A number that is used twice becomes
 * two of them. The core's statements have no `$` within a text.
 *
 * @param {string} sql
 * @returns {{text: string, arrange: (values: readonly any[]) => any[]}}
 */
export function placeholders(sql) {
  const order = [];
  const text = sql.replace(/\$(\d+)/g, (_, number) => {
    order.push(number - 1);
    return "?";
  });
  return { text, arrange: (values) => order.map((index) => values[index]) };
}
