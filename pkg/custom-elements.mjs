// Makes `custom-elements.json` (https://github.com/webcomponents/custom-elements-manifest) of the declarations of the element:
// `node pkg/custom-elements.mjs element.d.ts custom-elements.json`.
//
// Attributes, properties and events are the members of their types, with their comments. The tables in the comment of the class
// list the custom properties, its last paragraph the parts.

import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const TAG = "ivy-bank-connect";
const CLASS = "IvyBankConnectElement";

const [declarations, output] = process.argv.slice(2);
const source = ts.createSourceFile(declarations, readFileSync(declarations, "utf8"), ts.ScriptTarget.Latest, true);

/** Returns the text of a node's comment in one line, without references and tags. */
function comment(node) {
  const [text = ""] = ts.getJSDocCommentsAndTags(node).map((each) => ts.getTextOfJSDocComment(each.comment) ?? "");
  return text.replace(/\{@link (\w+)\}/g, "`$1`").replace(/\s+/g, " ").trim();
}

/** Returns the members of a type, as `{name, text, description}` each. */
function members(type) {
  const found = source.statements.find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === type);
  return found.type.members.map((member) => ({ name: member.name.text, text: member.type.getText(source), description: comment(member) }));
}

const typed = ({ name, text, description }) => ({ name, type: { text: text.replace(/\s+/g, " ") }, description });

const element = source.statements.find((statement) => ts.isClassDeclaration(statement) && statement.name.text === CLASS);
const state = element.members.find((member) => ts.isGetAccessor(member) && member.name.text === "state");
const text = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(element)[0].comment);

/** The rows of the table of custom properties, one for each name. */
const rows = [...text.matchAll(/^\|(.*)\|(.*)\|(.*)\|$/gm)];
const cssProperties = rows.flatMap(([, names, , description]) =>
  [...names.matchAll(/`(--[\w-]+)`/g)].map(([, name]) => ({ name, description: description.trim() })),
);

/** The names after "Parts for `::part()`:". A name in brackets is a second name of the part before it. */
const parts = /^Parts for `::part\(\)`: ([^]*?)\.$/m.exec(text)[1];
const cssParts = [...parts.matchAll(/`([\w-]+)`/g)].map(([, name]) => ({ name }));

const manifest = {
  schemaVersion: "1.0.0",
  modules: [
    {
      kind: "javascript-module",
      path: "element.js",
      declarations: [
        {
          kind: "class",
          name: CLASS,
          tagName: TAG,
          customElement: true,
          superclass: { name: "HTMLElement" },
          description: text.split("\n\n")[0].replace(/\s+/g, " ").replace(/:$/, "."),
          attributes: members("BankConnectElementAttributes").map(typed),
          members: [
            ...members("BankConnectElementProperties").map((member) => ({ kind: "field", ...typed(member) })),
            { kind: "field", name: "state", type: { text: state.type.getText(source) }, description: comment(state), readonly: true },
          ],
          events: members("BankConnectEventMap").map(typed),
          slots: [
            { name: "", description: "Shown until the element begins, and where scripts do not run: best a form to the proxy's `/start`." },
            { name: "logo-…", description: "The logo of a bank, by the bank's name: `logo-Test Bank`. It takes the place of the bank's letter." },
          ],
          cssProperties,
          cssParts,
        },
      ],
      exports: [
        { kind: "js", name: CLASS, declaration: { name: CLASS } },
        { kind: "custom-element-definition", name: TAG, declaration: { name: CLASS } },
      ],
    },
  ],
};
writeFileSync(output, `${JSON.stringify(manifest, null, 2)}\n`);
