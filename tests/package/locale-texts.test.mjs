// Tests the texts for shoppers as texts: one verb for each action, no phrase that editors refused, and the docs' table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "./element-pages.mjs";
import { localeTexts, originOf, shown, textsDocument, writtenDocument } from "./locale-texts.mjs";

/** The texts about one action, in which a language uses one verb. */
const ACTIONS = {
  remove: ["forgetBank", "forgetting", "forgotten"],
  check: ["checkAgain", "pending"],
  retry: ["retry", "failed", "offline", "notConnected"],
  select: ["accounts", "chooseFirst", "several", "severalPeople"],
  use: ["choose", "chooseBank"],
  other: ["anotherBank", "notConnected"],
  connect: ["connected", "age", "since"],
};

/** The verb of each action, as the part that its forms share. */
const VERBS = {
  en: { remove: /remov/, check: /check again/, retry: /try again/, select: /choose/, use: /^use/, other: /use another/, connect: /connected/ },
  de: { remove: /entfern/, check: /prüfen/, retry: /versuch/, select: /wähl/, use: /verwenden/, other: /verwenden/, connect: /verbunden/ },
  es: { remove: /elimina/, check: /comprobar/, retry: /intent|inténtalo/, select: /selecciona/, use: /^usar/, other: /\busa/, connect: /vincula/ },
  fi: { remove: /poist/, check: /tarkista/, retry: /yritä/, select: /valitse/, use: /käytä/, other: /valitse/, connect: /yhdistetty/ },
  fr: { remove: /suppr/, check: /vérifie/, retry: /réessaye/, select: /chois/, use: /utiliser/, other: /choisi/, connect: /connect|connexion/ },
  it: { remove: /rim(uov|oz|oss)/, check: /controlla/, retry: /riprova/, select: /scegli/, use: /^usa/, other: /\busa\b/, connect: /collega/ },
  lt: { remove: /šalin/, check: /tikrin/, retry: /bandy/, select: /pasirinkite/, use: /naudo/, other: /naudo/, connect: /susiet/ },
  nl: { remove: /verwijder/, check: /controleren|controleer/, retry: /probe/, select: /kies/, use: /gebruiken/, other: /kie[sz]/, connect: /gekoppeld/ },
  pl: { remove: /usu[nńw]/, check: /sprawdź/, retry: /spróbuj/, select: /wybierz/, use: /wybierz/, other: /wybierz/, connect: /połączono/ },
  pt: { remove: /remov/, check: /verifi/, retry: /tent/, select: /escolha/, use: /^usar/, other: /\buse|\busar/, connect: /ligação/ },
  "pt-BR": { remove: /remov/, check: /verifi/, retry: /tent/, select: /escolha/, use: /^usar/, other: /\buse|\busar/, connect: /conectado|conexão/ },
  sk: { remove: /odstr/, check: /skontrol/, retry: /skús/, select: /vyberte/, use: /použiť/, other: /použi/, connect: /pripojen/ },
  sv: { remove: /ta(gits|r)? bort/, check: /kontrollera/, retry: /försök/, select: /välj/, use: /använd/, other: /använd/, connect: /anslut/ },
};

/** Phrases that no text of a language has: other verbs for removing, calques, and words of a neighbouring country. */
const REFUSED = {
  en: /forg[eo]t|remember|\bown bank|saved here|did not|that did|is not\b/,
  de: /vergessen|erinner|eigenen Bank|geklappt|\b(du|dein|dich)\b/i,
  es: /olvid|record|propio banco|ha funcionado|\busted/i,
  fi: /unohda|muist|omaan pankki|se ei onnistunut/i,
  fr: /oubli|mémoris|cela n’a pas/i,
  it: /dimentic|ricord|memorizz|non ha funzionato/i,
  lt: /pamirš|įsimint/i,
  nl: /verge(et|ten)|herken|eigen bank|dat is niet gelukt/i,
  pl: /zapomn|pamięt/i,
  pt: /esquec|lembr|próprio banco|\bsenha|compartilh|você|\btela\b/i,
  "pt-BR": /esquec|lembr|próprio banco|palavra-passe|partilhar(?<!compartilhar)|ligação|\bA \w+ar o\b|ecrã|telemóvel/i,
  sk: /zabudn|pamät|nepodarilo sa to/i,
  sv: /glöm|minns|egen bank|det gick inte\./i,
};

test("one action has one verb in each language", async () => {
  const all = await localeTexts();
  assert.deepEqual(Object.keys(VERBS).sort(), [...languages].sort());
  for (const code of languages) {
    assert.deepEqual(Object.keys(VERBS[code]), Object.keys(ACTIONS), code);
    for (const [action, keys] of Object.entries(ACTIONS)) {
      for (const key of keys) assert.match(shown(all[code][key]).toLowerCase(), VERBS[code][action], `${code}.${key}: ${action}`);
    }
  }
});

test("no text has a phrase that an editor refused", async () => {
  const all = await localeTexts();
  assert.deepEqual(Object.keys(REFUSED).sort(), [...languages].sort());
  for (const code of languages) for (const [key, text] of Object.entries(all[code])) assert.doesNotMatch(shown(text), REFUSED[code], `${code}.${key}`);
});

test("every text has one line, its language's punctuation, and at most two sentences", async () => {
  const all = await localeTexts();
  for (const code of languages) {
    for (const [key, text] of Object.entries(all[code])) {
      const said = shown(text);
      const english = shown(all.en[key]);
      assert.doesNotMatch(said, /'|"|\.\.\.|\n/, `${code}.${key}`);
      assert.ok((said.match(/[.!?](\s\p{Lu}|$)/gu) ?? []).length <= 2, `${code}.${key}: more than two sentences`);
      assert.equal(/[.…]$/.exec(said)?.[0], /[.…]$/.exec(english)?.[0], `${code}.${key}: it ends as in English`);
      assert.deepEqual(said.match(/\{\w+\}/g), english.match(/\{\w+\}/g), `${code}.${key}: its placeholders`);
    }
    // The words of `Intl` ("letzten Monat", "vandaag") stay as they are after a colon, and change a sentence.
    for (const key of ["age", "since"]) assert.match(shown(all[code][key]), /:\s\{\w+\}$/, `${code}.${key}`);
    if (code === "fr") for (const text of Object.values(all.fr).map(shown)) assert.doesNotMatch(text, /(?<!\u00a0):/, "a no-break space before a colon");
  }
});

test("Brazil's Portuguese is its own", async () => {
  const { pt, "pt-BR": br } = await localeTexts();
  for (const key of ["note", "looking", "recalled", "connected", "pending", "notConnected", "offline", "formOnly", "account", "age"]) {
    assert.notEqual(shown(br[key]), shown(pt[key]), key);
  }
});

test("each language names its source, and if a native has read it", async () => {
  for (const code of languages) {
    const { source, native } = await originOf(code);
    assert.ok(source && native, code);
  }
});

test("the docs have every text", async () => {
  assert.equal(await writtenDocument(), await textsDocument(), "run node tests/package/locale-texts.mjs");
});
