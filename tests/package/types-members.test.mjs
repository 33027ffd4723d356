// Tests a rule for every type of the package: an optional member also takes `undefined`, as `exactOptionalPropertyTypes` wants
// it said.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { root } from "./packed.mjs";

/** Returns the optional members of a text that refuse `undefined`, as `name (line)`. */
function refusing(text) {
  const source = ts.createSourceFile("types.d.ts", text, ts.ScriptTarget.Latest, true);
  const found = [];
  const takes = (type) => {
    if (!type) return false;
    if (ts.isUnionTypeNode(type)) return type.types.some(takes);
    return [ts.SyntaxKind.UndefinedKeyword, ts.SyntaxKind.UnknownKeyword, ts.SyntaxKind.AnyKeyword].includes(type.kind);
  };
  const note = (name, node) => found.push(`${name} (${source.getLineAndCharacterOfPosition(node.getStart()).line + 1})`);
  const visit = (node) => {
    const isMember = ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMappedTypeNode(node);
    if (isMember && node.questionToken && !takes(node.type)) note(node.name?.getText() ?? "mapped", node);
    if (ts.isTypeReferenceNode(node) && node.typeName.getText() === "Partial") note("Partial", node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("every optional member of a published type takes undefined", () => {
  const files = readdirSync(path.join(root, "pkg")).filter((file) => file.endsWith(".d.ts"));
  assert.ok(files.length > 10, files.join());
  const found = files.flatMap((file) => refusing(readFileSync(path.join(root, "pkg", file), "utf8")).map((member) => `${file}: ${member}`));
  assert.deepEqual(found, []);
});

test("a member, a mapped type and Partial that refuse undefined are found", () => {
  const text = "type A = { a?: string; b?: string | undefined; c?: unknown; d: string };\ntype B = { [K in keyof A]?: A[K] };\ntype C = Partial<A>;\n";
  assert.deepEqual(refusing(text), ["a (1)", "mapped (2)", "Partial (3)"]);
});
