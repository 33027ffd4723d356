// Finds the members of the platform and of the language that sources use, by the compiler's own types.

import path from "node:path";
import ts from "typescript";
import { root } from "./packed.mjs";
import { entry } from "./baseline-data.mjs";

/** The interfaces to which BCD adds the members of a mixin. */
const HOLDERS = ["Element", "HTMLElement", "Node", "EventTarget", "Document", "Window", "CSSStyleSheet", "ShadowRoot", "Response", "Request", "Blob"];

/**
 * Returns what the sources use, as `{name: "Array.at", feature, where}`. `feature` is the entry of BCD, `undefined` if it has
 * none.
 */
export function usedApis(config) {
  const { config: json } = ts.readConfigFile(config, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(json, ts.sys, path.dirname(config));
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const found = new Map();
  const visit = (node, file) => {
    const name = ts.isPropertyAccessExpression(node) ? node.name : ts.isBindingElement(node) ? (node.propertyName ?? node.name) : ts.isIdentifier(node) && ts.isExpression(node) ? node : undefined;
    if (name && ts.isIdentifier(name)) note(name, node, file);
    // Types do not exist at run time.
    ts.forEachChild(node, (child) => void (ts.isTypeNode(child) || ts.isTypeAliasDeclaration(child) || ts.isInterfaceDeclaration(child) || visit(child, file)));
  };
  const note = (name, node, file) => {
    const symbol = ts.isBindingElement(node) ? checker.getTypeAtLocation(node.parent).getProperty(name.text) : checker.getSymbolAtLocation(name);
    const [declaration] = symbol?.declarations ?? [];
    if (!declaration || !program.isSourceFileDefaultLibrary(declaration.getSourceFile())) return;
    const owner = ownerOf(declaration);
    const label = owner ? `${owner}.${name.text}` : name.text;
    if (!found.has(label)) found.set(label, { name: label, feature: featureOf(owner, name.text), where: path.relative(root, file) });
  };
  for (const source of program.getSourceFiles()) {
    if (!source.isDeclarationFile) ts.forEachChild(source, (child) => visit(child, source.fileName));
  }
  return [...found.values()];
}

/** Returns the name of the interface, object or namespace that a declaration is a member of, or "" for a global. */
function ownerOf({ parent }) {
  if (ts.isInterfaceDeclaration(parent)) return parent.name.text;
  if (ts.isVariableDeclarationList(parent)) return ownerOf(parent.parent);
  if (ts.isModuleBlock(parent)) return parent.parent.name.text;
  if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent)) return parent.parent.name.text;
  return "";
}

/** The names of BCD for types that the compiler divides in another way. */
const ALIASES = { CallableFunction: "Function", PromiseLike: "Promise", Console: "console", Uint8Array: "TypedArray", Uint8ArrayConstructor: "TypedArray", ArrayBufferView: "TypedArray", ReadableStreamReadValueResult: "ReadableStreamDefaultReader" };

function featureOf(owner, member) {
  if (member === "WebAssembly") return entry(["webassembly", "api"]);
  if (owner === "WebAssembly") return entry(["webassembly", "api", `${member}_static`]) ?? entry(["webassembly", "api", member]);
  if (owner === "Intl") return entry(["javascript", "builtins", "Intl", member]);
  if (/^CSSStyle(Properties|Declaration)/.test(owner)) {
    const property = entry(["css", "properties", member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)]);
    if (property) return property;
  }
  const keys = owner
    ? [owner, ALIASES[owner] ?? owner, owner.replace(/^Readonly|Constructor$|EventHandlers$|Base$/g, ""), ...HOLDERS].flatMap((name) => [
        ["api", name, member],
        ["api", name, `${member}_static`],
        ["api", name, `${member.replace(/^on/, "")}_event`],
        ["javascript", "builtins", name, member],
        ["javascript", "builtins", "Intl", name, member],
        ["webassembly", "api", name, `${member}_static`],
      ])
    : [["api", member], ["javascript", "builtins", member], ["api", "Window", member]];
  return keys.map(entry).find((feature) => feature?.__compat);
}
