/**
 * What a shopper is told: the language, its texts, and how long ago something was.
 */
import { TEXTS } from "./bank-texts.js";

/** Each language is a file of its own, loaded when it is asked for. Written out, so that bundlers find them. */
const LANGUAGES = {
  de: () => import("./locales/de.js"),
  es: () => import("./locales/es.js"),
  fi: () => import("./locales/fi.js"),
  fr: () => import("./locales/fr.js"),
  it: () => import("./locales/it.js"),
  lt: () => import("./locales/lt.js"),
  nl: () => import("./locales/nl.js"),
  pl: () => import("./locales/pl.js"),
  pt: () => import("./locales/pt.js"),
  sk: () => import("./locales/sk.js"),
  sv: () => import("./locales/sv.js"),
};

/**
 * The language of the twelve that a tag (BCP 47) asks for; English for every other.
 *
 * @param {string | null} tag
 */
export function languageOf(tag) {
  const language = subtag(tag);
  return Object.hasOwn(LANGUAGES, language) ? language : "en";
}

const subtag = (tag) => (tag ?? "").toLowerCase().split(/[-_]/)[0];

/**
 * See react.d.ts.
 *
 * @param {string} tag
 * @returns {Promise<import("../element.js").BankConnectTexts>}
 */
export async function loadTexts(tag) {
  const load = LANGUAGES[languageOf(tag)];
  const found = await load?.().catch(() => {});
  return found ? { ...TEXTS, ...found.default } : TEXTS;
}

/**
 * When a bank was connected, in words: "Connected 3 days ago" by whole days, or by the date; "" where neither is known.
 *
 * @param {{days: number | null, createdAt?: number}} age days by the proxy's clock, epoch seconds
 * @param {any} texts
 * @param {string} tag what the page asks for, "de-AT"
 * @param {string} language what the texts are in
 */
export function ageText({ days, createdAt }, texts, tag, language) {
  const locale = subtag(tag) === language && isTag(tag) ? tag : language;
  if (days !== null) return texts.age(relative(days, locale));
  if (createdAt === undefined || !Number.isFinite(createdAt)) return "";
  return texts.since(new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(createdAt * 1000));
}

function relative(days, locale) {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (days < 31) return words.format(-days, "day");
  if (days < 365) return words.format(-Math.floor(days / 30.5), "month");
  return words.format(-Math.floor(days / 365), "year");
}

function isTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
