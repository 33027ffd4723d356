// The language of a shopper's texts, and ages in words.

import { TEXTS } from "../locales/en.ts";
import type * as locales from "../locales/texts.ts";
import type { Locale } from "../model/words.ts";
import { attempt } from "../shared/values.ts";

/** A language of the texts: one of Ivy's, or a regional form with words of its own. */
export type TextLanguage = Locale | "pt-BR";

type Loader = () => Promise<{ default: locales.BankConnectTexts }>;

/**
 * Each language is a separate file next to the built entry, loaded when it is requested. The paths are written out, so that
 * bundlers find the files.
 */
const LANGUAGES: Partial<Record<TextLanguage, Loader>> = {
  de: () => import("#locales/de.js"),
  es: () => import("#locales/es.js"),
  fi: () => import("#locales/fi.js"),
  fr: () => import("#locales/fr.js"),
  it: () => import("#locales/it.js"),
  lt: () => import("#locales/lt.js"),
  nl: () => import("#locales/nl.js"),
  pl: () => import("#locales/pl.js"),
  pt: () => import("#locales/pt.js"),
  "pt-BR": () => import("#locales/pt-BR.js"),
  sk: () => import("#locales/sk.js"),
  sv: () => import("#locales/sv.js"),
};

/** Returns the language of a tag (BCP 47), if it is one of Ivy's, and English for every other. */
export function languageOf(tag: string | null): Locale {
  const language = subtag(tag);
  return isLoadable(language) ? language : "en";
}

/** Returns the language of the texts for a tag (BCP 47): the regional form if there is one, as for Brazil. */
export function textLanguageOf(tag: string | null): TextLanguage {
  const [, ...others] = subtags(tag);
  const language = languageOf(tag);
  const regional = others.map((part) => `${language}-${part.toUpperCase()}`);
  return regional.find((name): name is TextLanguage => Object.hasOwn(LANGUAGES, name)) ?? language;
}

const isLoadable = (language: string): language is Locale => Object.hasOwn(LANGUAGES, language);

const subtags = (tag: string | null): string[] => (tag ?? "").toLowerCase().split(/[-_]/);

const subtag = (tag: string | null): string => subtags(tag)[0] ?? "";

/**
 * Returns the texts of a language tag, such as "de" or "pt-BR". They are loaded on the first request. The texts are English
 * for other languages than Ivy's, and if a language cannot be loaded.
 *
 * @example
 * ```ts
 * import { loadTexts } from "ivy-data-session/react";
 *
 * console.log((await loadTexts("de")).anotherBank); // Andere Bank verwenden
 * ```
 */
export async function loadTexts(language: string): Promise<locales.BankConnectTexts> {
  const load = LANGUAGES[textLanguageOf(language)];
  const found = await load?.().catch(() => undefined);
  return found ? { ...TEXTS, ...found.default } : TEXTS;
}

/** The age of a session: whole days by the proxy's clock, or else its creation in epoch seconds. */
export type Age = { days: number | null; createdAt?: number | undefined };

/**
 * Returns the age of a bank connection in words: "Last connected: 3 days ago" by whole days, or by the date, or "" if neither is
 * known or `Intl` throws: it refuses dates beyond its range, may lack a language's data, and a page can replace it. `tag` is
 * the page's language tag, such as "de-AT", and `language` the one of the texts.
 */
export function ageText({ days, createdAt }: Age, texts: locales.BankConnectTexts, tag: string, language: string): string {
  const locale = subtag(tag) === language && isTag(tag) ? tag : language;
  if (days !== null) return said(() => relative(days, locale), texts.age);
  if (createdAt === undefined || !Number.isFinite(createdAt)) return "";
  return said(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(createdAt * 1000), texts.since);
}

/** Puts words of the platform into a sentence. Returns "" if there are none. */
function said(words: () => string, sentence: (words: string) => string): string {
  const found = attempt(words);
  return found ? sentence(found) : "";
}

function relative(days: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (days < 31) return words.format(-days, "day");
  if (days < 365) return words.format(-Math.floor(days / 30.5), "month");
  return words.format(-Math.floor(days / 365), "year");
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
