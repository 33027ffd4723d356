// The one word of the return page without scripts, in the languages of this package.

/** The button by language. */
const CONTINUE = {
  en: "Continue",
  de: "Weiter",
  es: "Continuar",
  fi: "Jatka",
  fr: "Continuer",
  it: "Continua",
  lt: "Tęsti",
  nl: "Doorgaan",
  pl: "Dalej",
  pt: "Continuar",
  sk: "Pokračovať",
  sv: "Fortsätt",
} as const;

/** A language of the page. */
export type Language = keyof typeof CONTINUE;

/** Returns the text of the button. */
export function continueIn(language: Language): string {
  return CONTINUE[language];
}

/** Returns the first language of `Accept-Language` that the page has. Browsers list the preferred one first. */
export function languageOf(accepted: string | null): Language {
  const wanted = (accepted ?? "").split(",").map((range) => range.trim().toLowerCase().split(/[-;]/)[0] ?? "");
  return wanted.find((name): name is Language => Object.hasOwn(CONTINUE, name)) ?? "en";
}
