// Finds all code that a reader may copy: the fenced blocks of the READMEs and guides, and the `@example` blocks of the
// types.

import { readFileSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./packed.mjs";
import { steps } from "../hosts/guide.mjs";
import { entries } from "./public-api.mjs";

/** The documents for readers, as paths in the repository. */
export const documents = ["README.md", "pkg/README.md", ...readdirSync(path.join(root, "www/docs")).filter((name) => name.endsWith(".md")).map((name) => `www/docs/${name}`)];

const scripts = ["js", "ts", "tsx"];

/** The files that contain the snippets for bundlers and test runners, word for word. The tests of `tests/toolchains` build them. */
const fixtures = ["vite-5/vite.config.js", "esbuild/load.js", "runners/shop.js", "runners/server.test.js", "runners/browser.test.js"].map((file) => readFileSync(path.join(root, "tests/toolchains", file), "utf8"));

/**
 * Returns all snippets, each `{where: "README.md:28", file, language, code}`, by the way in which they are tested:
 *
 * - `page`: in a page with a scripted merchant proxy
 * - `node`: examples of the types, run in Node; their output must equal the comments after their `console.log` calls
 * - `tests`: a merchant's own tests, run by Node
 * - `fixtures`: in an app of `tests/toolchains`
 * - `hosts`: code for a server, including the guides to frameworks and runtimes and the steps of the quick start, run by `tests/hosts`
 * - `others`: not JavaScript, see document-blocks.test.mjs
 */
export async function findSnippets() {
  const blocks = (await Promise.all(documents.map(async (file) => fenced(file, await read(file))))).flat();
  const node = [];
  for (const file of new Set(Object.values(entries()))) {
    node.push(...examples(await read(`pkg/${file}`)).flatMap(({ text, line }) => fenced(`pkg/${file}`, text, line)));
  }
  const found = { page: [], node, tests: [], fixtures: [], hosts: [], others: [] };
  for (const block of blocks) found[way(block)].push(block);
  return found;
}

/** The files that the quick start builds. */
const written = new Set(steps().map(({ text }) => text));

function way({ file, language, code }) {
  const core = code.trim().replace(/^export default \{ (.*) \};$/, "$1");
  if (fixtures.some((fixture) => fixture.includes(core))) return "fixtures";
  if (file === "www/docs/quick-start.md" && (language === "sh" || written.has(code))) return "hosts";
  if (["www/docs/backend.md", "www/docs/hosts.md", "www/docs/edge.md"].includes(file) || /from "ivy-data-session\/proxy"/.test(code)) return "hosts";
  if (!scripts.includes(language)) return "others";
  return /from "node:test"/.test(code) ? "tests" : "page";
}

/** Returns the output that an example promises: the comments after its `console.log` calls. */
export function promised(code) {
  return [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment.trim());
}

const read = (file) => readFile(path.join(root, file), "utf8");

/** Returns the fenced blocks of a text. `firstLine` is the number of its first line in the file. */
function fenced(file, text, firstLine = 1) {
  const fence = /^```(\w*)\n([\s\S]*?)^```/gm;
  return [...text.matchAll(fence)].map(({ 1: language, 2: code, index }) => ({
    where: `${file}:${firstLine + lineOf(text, index)}`,
    ...{ file, language, code },
  }));
}

/** Returns the texts of all `@example` tags, without the asterisks of the comment. */
function examples(text) {
  const comment = /\/\*\*([\s\S]*?)\*\//g;
  return [...text.matchAll(comment)].flatMap((match) => {
    const lines = match[1].split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
    const start = lines.findIndex((line) => line.startsWith("@example"));
    if (start < 0) return [];
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((line) => /^@\w/.test(line));
    const body = (end < 0 ? rest : rest.slice(0, end)).join("\n");
    const code = body.includes("```") ? `${body}\n` : `\`\`\`ts\n${body}\n\`\`\`\n`;
    return [{ text: code, line: lineOf(text, match.index) + start + 2 }];
  });
}

const lineOf = (text, index) => text.slice(0, index).split("\n").length - 1;
