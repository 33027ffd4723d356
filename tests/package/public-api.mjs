// The public API of the package, according to its types: every entry with every name that it exports, the name's kind and
// signature, without comments. `node tests/package/public-api.mjs` writes it to public-api.txt for review.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { root } from "./packed.mjs";

const pkg = path.join(root, "pkg");
const written = fileURLToPath(new URL("./public-api.txt", import.meta.url));

/** Returns the API that was reviewed. */
export const reviewed = () => readFileSync(written, "utf8");

/** Returns the entries with types, and the file of the types: `{".": "index.d.ts"}`. */
export function entries() {
  const { exports } = JSON.parse(readFileSync(path.join(pkg, "package.json"), "utf8"));
  const typed = Object.entries(exports).filter(([, conditions]) => conditions.import?.types);
  return Object.fromEntries(typed.map(([entry, conditions]) => [entry, path.basename(conditions.import.types)]));
}

/** Returns the exports of a file of types, sorted by name: `{name, kind, signature, comment}` each. */
export function names(file) {
  const text = readFileSync(path.join(pkg, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Map();
  for (const { name, kind, signature, comment } of source.statements.flatMap((statement) => declared(statement, source))) {
    // Merge a class and an interface of the same name: they are one type.
    const { comment: first = "", signature: other, kind: of = kind } = found.get(name) ?? {};
    found.set(name, { name, kind: of, signature: other ? `${other}\n${signature}` : signature, comment: first + comment });
  }
  const exported = source.statements.flatMap((statement) => exportedBy(statement, source));
  const own = exported.filter((name) => typeof name === "string").map((name) => {
    if (!found.has(name)) throw new Error(`${file}: ${name} is exported and not declared`);
    return found.get(name);
  });
  return [...own, ...exported.filter((name) => typeof name !== "string")].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the names that an export statement exports, or the exports of the file that it re-exports. */
function exportedBy(statement, { fileName }) {
  if (!ts.isExportDeclaration(statement)) return [];
  const { exportClause, moduleSpecifier } = statement;
  if (!exportClause) return names(fileOf(moduleSpecifier.text));
  const { elements } = exportClause;
  if (elements.some(({ propertyName }) => propertyName)) throw new Error(`${fileName}: export by the name of the declaration`);
  if (!moduleSpecifier) return elements.map(({ name }) => name.text);
  const others = names(fileOf(moduleSpecifier.text));
  return elements.map((element) => others.find(({ name }) => name === element.name.text));
}

/** Returns the file of types that a module name in the types refers to. */
function fileOf(name) {
  const entry = name.replace(/^ivy-data-session/, ".");
  return entries()[entry] ?? name.replace("./", "").replace(/\.js$/, ".d.ts");
}

const kinds = {
  [ts.SyntaxKind.FunctionDeclaration]: "function",
  [ts.SyntaxKind.VariableStatement]: "const",
  [ts.SyntaxKind.ClassDeclaration]: "class",
  [ts.SyntaxKind.TypeAliasDeclaration]: "type",
  [ts.SyntaxKind.InterfaceDeclaration]: "interface",
};

/** The kinds of names that exist at run time. */
export const values = ["function", "const", "class"];

const printer = ts.createPrinter({ removeComments: true });

function declared(statement, source) {
  const kind = kinds[statement.kind];
  if (!kind) return [];
  const name = (statement.name ?? statement.declarationList?.declarations[0].name).text;
  const signature = printer.printNode(ts.EmitHint.Unspecified, statement, source).replace(/^declare /, "");
  const comment = (ts.getJSDocCommentsAndTags(statement) ?? []).map((each) => each.getText(source)).join("\n");
  return [{ name, kind, signature, comment }];
}

/** Returns the API as text. An entry that re-exports the main entry refers to it. */
export function surface() {
  const lines = [];
  for (const [entry, file] of Object.entries(entries())) {
    const title = path.posix.join("ivy-data-session", entry);
    const same = /^export \* from ['"]\.\/index\.js['"];$/m.test(readFileSync(path.join(pkg, file), "utf8"));
    lines.push(`${title}\n${"=".repeat(title.length)}\n`);
    if (same) lines.push("all of ivy-data-session\n");
    else for (const { signature } of names(file)) lines.push(`${signature}\n`);
  }
  return lines.join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(written, surface());
