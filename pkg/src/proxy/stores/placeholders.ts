// Placeholders of a statement as SQLite's drivers take them.

/** A statement with `?` as its placeholders. */
export type Arranged = {
  /** The statement. */
  text: string;
  /** Returns the values in the order of the placeholders. */
  arrange<Value>(values: readonly Value[]): Value[];
};

/**
 * Replaces `$1`, `$2` by `?`. The drivers do not agree on how `$1` is bound, but all of them bind `?` one by one. A number
 * that is used twice becomes two placeholders. The core's statements have no `$` within a text.
 */
export function placeholders(sql: string): Arranged {
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    order.push(Number(number) - 1);
    return "?";
  });
  return { text, arrange: (values) => order.flatMap((index) => values.slice(index, index + 1)) };
}
