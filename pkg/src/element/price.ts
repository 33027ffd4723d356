// The price that the page gives, in the language of the element.

import { attempt } from "../shared/values.ts";

/** Matches a plain decimal number. */
const DECIMAL = /^\d+(\.\d+)?$/;

/** Returns a price such as "€66.30", or "" if the amount or the currency is missing or not valid. */
export function priceOf(amount: string | null | undefined, currency: string | null | undefined, tag: string): string {
  if (!amount || !currency || !DECIMAL.test(amount)) return "";
  const formatted = (locale: string | undefined) => new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount));
  return attempt(() => formatted(tag || undefined)) ?? attempt(() => formatted("en")) ?? "";
}
