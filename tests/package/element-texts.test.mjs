// Tests the texts of `<ivy-bank-connect>` in each of Ivy's languages.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { elementPages, languages } from "./element-pages.mjs";
import { root } from "./packed.mjs";
import "../shared/typescript.mjs";

let pages;
before(async () => (pages = await elementPages()));
after(() => pages?.close());

/** Returns the texts of every language from the sources. */
async function texts() {
  const { TEXTS } = await import("../../pkg/src/locales/en.ts");
  const others = languages.filter((language) => language !== "en");
  const found = await Promise.all(others.map(async (code) => [code, (await import(`../../pkg/src/locales/${code}.ts`)).default]));
  return { en: TEXTS, ...Object.fromEntries(found) };
}

test("every language has every text, none is another language's, and each is a separate file", async () => {
  const all = await texts();
  assert.deepEqual(Object.keys(all).sort(), languages);
  const types = await readFile(path.join(root, "pkg/index.d.ts"), "utf8");
  const ofIvy = types.match(/type Locale =([^;]*);/)[1].match(/\w+/g);
  assert.deepEqual([...ofIvy, "pt-BR"].sort(), languages, "Ivy's languages, and Brazil's");
  for (const [code, own] of Object.entries(all)) {
    assert.deepEqual(Object.keys(own).sort(), Object.keys(all.en).sort(), code);
    for (const [key, text] of Object.entries(own)) {
      const said = typeof text === "function" ? text("3000") : text;
      assert.ok(said.trim() === said && said.length > 2 && !/undefined|\$\{|\s{2}/.test(said), `${code}.${key}`);
      assert.equal(typeof text, typeof all.en[key], `${code}.${key}`);
      if (typeof text === "function") assert.ok(said.includes("3000"), `${code}.${key}`);
      if (code !== "en" && said.length > 20) assert.notEqual(said, typeof text === "function" ? all.en[key]("3000") : all.en[key], `${code}.${key}`);
    }
    // Buttons that are visible together have different names.
    const buttons = ["choose", "anotherBank", "forgetBank", "retry", "checkAgain", "continueToBank", "cancel"].map((key) => own[key]);
    assert.equal(new Set(buttons).size, buttons.length, code);
  }
  const files = languages.filter((code) => code !== "en").flatMap((code) => [`${code}.js`, `${code}.js.map`]);
  assert.deepEqual((await readdir(path.join(root, "pkg/locales"))).sort(), files.sort());
});

test("every state shows its text in every language, and loads one language", async () => {
  const all = await texts();
  const { page, problems, close } = await pages.open();
  const names = await page.evaluate(() => Object.keys(lib.states));
  for (const language of languages) {
    const asked = [];
    const note = (request) => /locales/.test(request.url()) && asked.push(path.basename(request.url()));
    page.on("request", note);
    for (const name of names) {
      const { said, status, lang, texts } = await page.evaluate(
        async ([name, locale]) => {
          const bank = await lib.show(name, { attributes: { locale } });
          const box = bank.shadowRoot.querySelector("[part=container]");
          const visible = [...box.querySelectorAll("[part]")].filter((part) => part.checkVisibility());
          const texts = visible.map((part) => part.textContent);
          const found = { said: lib.states[name].said, status: box.querySelector(".text").textContent, lang: box.lang, texts };
          bank.remove();
          return found;
        },
        [name, language],
      );
      const expected = said ? all[language][said] : "";
      assert.equal(status, typeof expected === "function" ? expected("Test Bank") : expected, `${name} in ${language}`);
      assert.equal(lang, language);
      assert.ok(texts.every((text) => !/undefined|\bnull\b|NaN|\[object/.test(text)), `${name} in ${language}: ${texts}`);
    }
    page.off("request", note);
    assert.deepEqual([...new Set(asked)], language === "en" ? [] : [`${language}.js`]);
  }
  assert.deepEqual(problems, []);
  await close();
});

test("ages and dates are the platform's own", async () => {
  const { page, close } = await pages.open();
  const rows = [
    ["en", 0, "Last connected: today"],
    ["en", 3, "Last connected: 3 days ago"],
    ["en", 45, "Last connected: last month"],
    ["en", 364, "Last connected: 11 months ago"],
    ["en", 800, "Last connected: 2 years ago"],
    ["de-AT", 1, "Zuletzt verbunden: gestern"],
    ["fi", 3, "Viimeksi yhdistetty: 3 päivää sitten"],
    ["pl", 3, "Ostatnio połączono: 3 dni temu"],
    ["fr", 3, "Dernière connexion : il y a 3 jours"],
    ["nl", 0, "Laatst gekoppeld: vandaag"],
    ["de", 45, "Zuletzt verbunden: letzten Monat"],
    ["pt", 1, "Última ligação: ontem"],
    ["pt-BR", 1, "Última conexão: ontem"],
    ["pt_br", 60, "Última conexão: mês passado"],
    ["lt", 3, "Paskutinį kartą susietas: prieš 3 dienas"],
    ["en-GB", null, "Last connected: 1 Jan 2026"],
    ["de", null, "Zuletzt verbunden: 01.01.2026"],
    ["not a tag", 3, "Last connected: 3 days ago"],
    ["ja", 3, "Last connected: 3 days ago"],
  ];
  for (const [locale, ageDays, expected] of rows) {
    const age = await page.evaluate(
      async ([locale, ageDays]) => {
        const recallBank = lib.sampleRecalled({ ageDays, ...(ageDays === null && { session: null }) });
        lib.mount({ recallBank }, { attributes: { locale } });
        const part = await lib.find(bank, "age");
        bank.remove();
        return part.textContent;
      },
      [locale, ageDays],
    );
    assert.equal(age, expected, locale);
  }
  await close();
});

test("a date that no formatter takes, and an Intl that fails, cost the shopper the date alone", async () => {
  const { page, problems, close } = await pages.open();
  const shown = (createdAt, ageDays, broken) =>
    page.evaluate(
      async ([createdAt, ageDays, broken]) => {
        const own = { Intl: globalThis.Intl, DateTimeFormat: Intl.DateTimeFormat, RelativeTimeFormat: Intl.RelativeTimeFormat };
        const failing = function () {
          throw new RangeError("Incorrect locale information provided");
        };
        if (broken === "missing") globalThis.Intl = undefined;
        if (broken === "replaced") Object.assign(Intl, { DateTimeFormat: failing, RelativeTimeFormat: failing });
        try {
          const session = lib.sampleSession({ createdAt });
          const recallBank = lib.sampleRecalled({ sessions: [session], ageDays, ...(ageDays === null && { session: null }) });
          lib.mount({ recallBank }, { attributes: { locale: "de" } });
          await lib.find(bank, "button");
          const row = bank.shadowRoot.querySelector("[part=account]");
          const found = { status: bank.state.status, age: bank.shadowRoot.querySelector("[part=age]")?.textContent, row: row.textContent.includes("Test Bank") };
          bank.remove();
          return found;
        } finally {
          globalThis.Intl = own.Intl;
          Object.assign(Intl, { DateTimeFormat: own.DateTimeFormat, RelativeTimeFormat: own.RelativeTimeFormat });
        }
      },
      [createdAt, ageDays, broken],
    );
  const without = { status: "recalled", age: undefined, row: true };
  for (const createdAt of [1.7e15, -1e300, 1e300]) assert.deepEqual(await shown(createdAt, null), without, String(createdAt));
  for (const broken of ["missing", "replaced"]) {
    assert.deepEqual(await shown(1_767_225_600, null, broken), without, broken);
    assert.deepEqual(await shown(1_767_225_600, 3, broken), without, broken);
  }
  assert.deepEqual(await shown(1_767_225_600, 3), { ...without, age: "Zuletzt verbunden: vor 3 Tagen" });
  assert.deepEqual(problems, []);
  await close();
});

test("the language is that of the attribute, else of what is around it, else English; it can change", async () => {
  const { page, close } = await pages.open();
  const label = async (attributes, lang) =>
    page.evaluate(
      async ([attributes, lang]) => {
        document.documentElement.lang = lang;
        lib.mount({}, { attributes });
        return (await lib.find(bank, "button")).textContent;
      },
      [attributes, lang],
    );
  assert.equal(await label({}, "sv-SE"), "Betala via bank");
  assert.equal(await label({ locale: "nl" }, "sv"), "Betaal via je bank");
  assert.equal(await label({ lang: "it" }, "sv"), "Paga con la tua banca");
  assert.equal(await label({}, "ja"), "Pay by bank");
  assert.equal(await label({}, "pt-AO"), "Pagar com o meu banco");
  assert.equal(await label({ locale: "pt-br" }, "pt"), "Pagar com meu banco");
  assert.equal(await page.evaluate(() => bank.shadowRoot.querySelector("[part=container]").lang), "pt-BR");
  await page.getByRole("button", { name: "Pagar com meu banco" }).click();
  assert.equal(await page.evaluate(() => bank.client.calls.at(-1).args[0].locale), "pt", "Ivy has one Portuguese");
  assert.equal(await label({}, "en"), "Pay by bank");
  await page.evaluate(() => bank.setAttribute("locale", "sk"));
  await page.waitForFunction(() => bank.shadowRoot.querySelector("[part=button]").textContent === "Zaplatiť cez banku");
  await page.getByRole("button", { name: "Zaplatiť cez banku" }).click();
  assert.equal(await page.evaluate(() => bank.client.calls.at(-1).args[0].locale), "sk", "Ivy's pages speak it too");
  await close();
});

test("a language that does not load is English; one that is late is English until it is there", async () => {
  const { page, close } = await pages.open();
  let arrive;
  const later = new Promise((resolve) => (arrive = resolve));
  await page.route("**/locales/sk.js", (route) => route.abort());
  await page.route("**/locales/pt.js", (route) => later.then(() => route.continue()));
  await page.evaluate(() => void lib.mount({}, { attributes: { locale: "sk" } }));
  const english = page.getByRole("button", { name: "Pay by bank" });
  await english.waitFor();
  assert.equal(await page.evaluate(() => bank.shadowRoot.querySelector("[part=container]").lang), "en");
  await page.evaluate(() => {
    bank.remove();
    lib.mount({}, { attributes: { locale: "pt" } });
  });
  await english.waitFor();
  await english.focus();
  arrive();
  await page.getByRole("button", { name: "Pagar com o meu banco" }).waitFor();
  assert.equal(await page.evaluate(() => bank.shadowRoot.activeElement?.textContent), "Pagar com o meu banco");
  await close();
});
