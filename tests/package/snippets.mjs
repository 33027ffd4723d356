// Finds every piece of code that a reader may copy: the ```js, ```ts and ```tsx blocks of the READMEs and the `@example`
// blocks of the types. Those of the READMEs run in a page; the examples run in Node, where what they print must be what the
// comments behind their `console.log` say.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./packed.mjs";

const readmes = ["README.md", "pkg/README.md"];
const types = ["pkg/index.d.ts", "pkg/testing.d.ts", "pkg/react.d.ts"];

/** The snippets for a page and those for Node, each as `{where: "README.md:28", language, code}`. */
export async function findSnippets() {
  const page = [];
  for (const file of readmes) page.push(...fenced(file, await read(file)));
  const node = [];
  for (const file of types) node.push(...examples(await read(file)).flatMap(({ text, line }) => fenced(file, text, line)));
  return { page, node };
}

/** What an example says that it prints: the comments behind its `console.log` lines. */
export function promised(code) {
  return [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment.trim());
}

const read = (file) => readFile(path.join(root, file), "utf8");

/** The fenced blocks of a text whose first line has the number `firstLine` in its file. */
function fenced(file, text, firstLine = 1) {
  const fence = /^```(js|tsx?)\n([\s\S]*?)^```/gm;
  return [...text.matchAll(fence)].map(({ 1: language, 2: code, index }) => ({
    where: `${file}:${firstLine + lineOf(text, index)}`,
    language,
    code,
  }));
}

/** The texts of all `@example` tags, without the comment's stars. */
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
