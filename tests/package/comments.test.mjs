// Tests the first word of every comment in the repository, in all of its languages: a comment opens with a verb or a noun.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "./packed.mjs";

const SOURCES = /\.(rs|[cm]?[jt]s|[jt]sx)$/;

/** The words that start a clause without a noun, as the first word of a comment. */
const FORBIDDEN = /^(What|Whether|How|Where)\b/;

/** A whole line with a line comment: its marker, which differs for doc comments, and its text. */
const LINE_COMMENT = /^(\/\/[/!]?)(?!\/)\s*(.*)$/;

/** A line that starts with a block comment, in JSX also within braces. */
const BLOCK_START = /^\{?\/\*[*!]?(?!\/)\s*(.*)$/;

/** Literals within one line, whose text may look like a comment. */
const LITERALS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/**
 * Returns the numbers of the lines on which a comment or one of its paragraphs starts with a forbidden word. A line that
 * continues the comment of the line before is exempt: there the word is in the middle of a sentence.
 */
export function faults(text) {
  const found = [];
  let before = { marker: "", isEmpty: true };
  let isInBlock = false;
  for (const [index, line] of text.split("\n").entries()) {
    const comment = commentIn(line.trim(), isInBlock);
    const continues = comment.marker !== "" && comment.marker === before.marker && !before.isEmpty;
    if (!continues && FORBIDDEN.test(comment.text)) found.push(index + 1);
    isInBlock = comment.marker === "*" && !line.includes("*/");
    before = { marker: comment.marker, isEmpty: comment.text === "" };
  }
  return found;
}

/** Returns the text of a line's comment, with the marker of one that the next line can continue, or "". */
function commentIn(line, isInBlock) {
  if (isInBlock) return { marker: "*", text: line.replace(/^\*(?!\/)\s*|\*\/$/g, "").trim() };
  const [, marker, text] = LINE_COMMENT.exec(line) ?? [];
  if (marker) return { marker, text };
  const [, start] = BLOCK_START.exec(line) ?? [];
  if (start !== undefined) return { marker: "*", text: start };
  return { marker: "", text: /\s\/[/*]+!?\s+(.*)$/.exec(line.replace(LITERALS, '""'))?.[1] ?? "" };
}

test("no comment starts with What, Whether, How or Where", () => {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 }).split("\0");
  const sources = files.filter((file) => SOURCES.test(file) && existsSync(path.join(root, file)));
  for (const language of [".rs", ".ts", ".tsx", ".mjs", ".js", ".jsx", ".cjs"]) {
    assert.ok(sources.some((file) => file.endsWith(language)), `no file in ${language}`);
  }
  const lines = sources.flatMap((file) => faults(readFileSync(path.join(root, file), "utf8")).map((line) => `${file}:${line}`));
  assert.deepEqual(lines, [], `open these comments with a verb or a noun:\n${lines.join("\n")}\n`);
});

const WRONG = {
  "a line comment": ["// What it does."],
  "an indented line comment": ["fn f() {", "    // Whether it works.", "}"],
  "a doc comment of Rust": ["/// How it works.", "fn f() {}"],
  "a doc comment of a module": ["//! Where it is."],
  "a JSDoc comment": ["/** What it is. */"],
  "a JSDoc comment of several lines": ["/**", " * Whether it works.", " */"],
  "a JSDoc comment from its first line on": ["/** How it works,", " * in two lines. */"],
  "a block comment": ["/* Where it is. */"],
  "a comment in JSX": ["  {/* What it is. */}"],
  "a comment after code": ["const a = 1; // What it is."],
  "a comment after a text": ['const a = "x"; // How it works.'],
  "a block comment after code": ["const a = 1; /* Whether it works. */"],
  "a contraction": ["// What's there."],
  "a second paragraph": ["// It is there.", "//", "// Where it is."],
  "a second paragraph of a JSDoc comment": ["/**", " * It is there.", " *", " * How it works.", " */"],
  "a doc comment after a line comment": ["// A note.", "/// What it does."],
  "a comment after a line with a comment": ["let a = 1; // A note.", "// Whether it works."],
  "a comment after a block comment": ["/* A note. */", "// What it does."],
};

for (const [name, lines] of Object.entries(WRONG)) {
  test(`${name} with a forbidden first word is found`, () => {
    const wrong = lines.findIndex((line) => /What|Whether|How|Where/.test(line)) + 1;
    assert.deepEqual(faults(["let before;", ...lines].join("\n")), [wrong + 1]);
  });
}

const RIGHT = {
  "a wrapped line comment": ["// Returns the reason, which says", "// What went wrong."],
  "a wrapped doc comment": ["/// Decides", "/// Whether it works.", "//! Explains", "//! How it works."],
  "a wrapped JSDoc comment": ["/**", " * Shows", " * Where it is.", " */"],
  "a JSDoc comment wrapped after its first line": ["/** Shows", "    Where it is. */"],
  "another word": ["// Whatever it is.", "// However it works.", "/// Whereas it works."],
  "a word in the sentence": ["// Shows What it is."],
  "a lower-case word": ["// what it is"],
  "a text": ['const a = "// What it is.";', "const b = '/* How it works.';", "const c = `x // Where it is.`;"],
  "an address": ["const a = http://What.example/;"],
};

for (const [name, lines] of Object.entries(RIGHT)) {
  test(`${name} is allowed`, () => assert.deepEqual(faults(lines.join("\n")), []));
}
