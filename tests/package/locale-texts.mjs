// The texts of every language, from the sources, and the document with all of them. `node tests/package/locale-texts.mjs`
// writes `www/docs/texts.md`.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { languages } from "./element-pages.mjs";
import { root } from "./packed.mjs";
import "../shared/typescript.mjs";

const file = path.join(root, "www/docs/texts.md");

/** Returns the path of a language's source. */
const sourceOf = (code) => path.join(root, `pkg/src/locales/${code}.ts`);

/** Returns the texts of every language by its code. */
export async function localeTexts() {
  const all = await Promise.all(languages.map(async (code) => [code, await import(sourceOf(code))]));
  return Object.fromEntries(all.map(([code, module]) => [code, module.default ?? module.TEXTS]));
}

/** Returns the lines at the head of a language's source: where its texts come from, and if a native has read them. */
export async function originOf(code) {
  const text = await readFile(sourceOf(code), "utf8");
  return { source: /^\/\/ Source: (.+)\.$/m.exec(text)?.[1], native: /^\/\/ Checked by a native: (no|yes, .+)\.$/m.exec(text)?.[1] };
}

/** Returns a text as the docs show it: a placeholder stands for the word that is put in. */
export const shown = (text) => (typeof text === "function" ? text(`{${/^\((\w+)\)/.exec(text.toString())[1]}}`) : text);

/** Returns the name of a language in English. */
const nameOf = (code) => new Intl.DisplayNames("en", { type: "language" }).of(code);

/** Returns the document. */
export async function textsDocument() {
  const all = await localeTexts();
  const origins = await Promise.all(languages.map(async (code) => ({ code, ...(await originOf(code)) })));
  const table = (head, rows) => [head, head.map(() => "-"), ...rows].map((cells) => `|${cells.map((cell) => (cell === "-" ? "-" : ` ${cell} `)).join("|")}|`).join("\n");
  const languagesTable = table(
    ["Language", "File", "Source", "Checked by a native"],
    origins.map(({ code, source, native }) => [nameOf(code), `\`pkg/src/locales/${code}.ts\``, source, native]),
  );
  const sections = Object.keys(all.en).map((key) => `### ${key}\n\n${table(["Language", "Text"], languages.map((code) => [`\`${code}\``, shown(all[code][key])]))}`);
  return `---
title: Texts
---

# All texts of the element

\`<ivy-bank-connect>\` and \`<BankConnect>\` have these texts in ${languages.length} languages. A page in Brazilian Portuguese gets \`pt-BR\`, every other page
in Portuguese \`pt\`. Ivy's own pages have one Portuguese, \`pt\`.

A word in braces is put in when the text is shown: the last four characters of an IBAN, an age or a date in the shopper's
language, the id of a request. To change a text in one shop, set it in [the element's \`texts\`](element.md).

To mend a text for everybody, change its line in the file of the language, and run \`node tests/package/locale-texts.mjs\`,
which writes this page. One action has one verb in all texts of a language: the button, the progress and the result.

## Languages

${languagesTable}

## Texts

${sections.join("\n\n")}
`;
}

/** Returns the document that is in the repository. */
export const writtenDocument = () => readFile(file, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(file, await textsDocument());
