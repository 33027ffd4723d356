// ajv's schema, compiled to a function when the benchmark is bundled, as ajv's documentation advises for pages.
import Ajv, { _ } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { STATUSES, isBic, isDate, isIban, isTail } from "./rules.js";

const text = { type: "string", nullable: true };
const format = (name) => ({ type: "string", nullable: true, format: name });
const object = (properties, more) => ({ type: "object", nullable: true, properties, ...more });

const iban = object({ iban: format("iban"), bban: text, bic: format("bic") }, { tail: true });
const account = object({ name: text, type: text, identifier: object({ iban }) }, { nullable: false });
const data = object({
  bankName: text,
  identity: object({ name: text, dateOfBirth: format("day") }),
  accounts: { type: "array", nullable: true, items: account },
});
const session = {
  type: "object",
  required: ["id", "status"],
  properties: {
    id: { type: "string" },
    referenceId: text,
    status: { type: "string", enum: STATUSES },
    createdAt: { type: "number", nullable: true },
    data,
  },
};
const answer = {
  type: "object",
  required: ["dataSessions"],
  properties: { dataSessions: { type: "array", items: session } },
};

/**
 * Returns the compiled check as the text of an ES module.
 * @param {string} rules the path from which the module of the shared rules is imported
 */
export function compiledCheck(rules) {
  const ajv = new Ajv({
    formats: { iban: isIban, bic: isBic, day: isDate },
    code: { esm: true, source: true, formats: _`({ iban: rules.isIban, bic: rules.isBic, day: rules.isDate })` },
    keywords: [
      {
        keyword: "tail",
        type: "object",
        schemaType: "boolean",
        code(context) {
          const check = context.gen.scopeValue("func", { ref: isTail, code: _`rules.isTail` });
          context.fail(_`!${check}(${context.data})`);
        },
      },
    ],
  });
  return `import * as rules from ${JSON.stringify(rules)};\n${standalone(ajv, ajv.compile(answer))}`;
}
