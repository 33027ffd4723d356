// Renders `www/proxy/openapi.yaml` as a page.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Writes the page to `target/docs-pages`. */
export async function writeContract() {
  const contract = parse(await readFile(path.join(root, "www/proxy/openapi.yaml"), "utf8"));
  const file = path.join(root, "target/docs-pages/http-contract.md");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, render(contract));
}

/** Returns the contract as Markdown: its description, each operation, and each schema. */
export function render(contract) {
  const find = (value) => (value?.$ref ? value.$ref.slice(2).split("/").reduce((found, key) => found[key], contract) : value);
  const operations = Object.entries(contract.paths).flatMap(([route, methods]) =>
    Object.entries(methods).filter(([method]) => method !== "options").map(([method, operation]) => operationText(route, method, operation, find)),
  );
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) => schemaText(name, schema));
  return `# HTTP contract

Version ${contract.info.version}. The source is \`www/proxy/openapi.yaml\` (OpenAPI ${contract.openapi}). \`cargo xtask contract\` tests any proxy
against it.

${contract.info.description}
## Operations

${operations.join("\n")}
## Schemas

${schemas.join("\n")}`;
}

function operationText(route, method, operation, find) {
  const parameters = (operation.parameters ?? []).map(find).map(({ name, in: place, required, description }) => [code(name), place, required ? "yes" : "no", description]);
  const bodies = Object.entries(operation.requestBody?.content ?? {});
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const { description, content = {} } = find(response);
    const [schema] = Object.values(content).map((each) => typeOf(each.schema));
    return [code(status), description, schema ?? ""];
  });
  const examples = bodies.flatMap(([, { examples = {} }]) => Object.values(examples)).map(({ value }) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`);
  return `### ${method.toUpperCase()} ${route}

${operation.summary}.

${operation.description ?? ""}

${table(["header or parameter", "in", "required", "description"], parameters)}
${bodies.map(([type, { schema }]) => `Request body, \`${type}\`: ${typeOf(schema)}\n`).join("\n")}
${examples.slice(0, 1).join("")}
${table(["status", "response", "body"], responses)}`;
}

function schemaText(name, schema) {
  const required = schema.required ?? [];
  const rows = Object.entries(schema.properties ?? {}).map(([field, value]) => [code(field), typeOf(value), required.includes(field) ? "yes" : "no", value.description]);
  const facts = rows.length > 0 ? table(["member", "type", "required", "description"], rows) : `${typeOf(schema)}\n`;
  return `### ${name}\n\n${schema.description ?? ""}\n\n${facts}`;
}

/** Returns the type of a schema in words, with links to other schemas. */
function typeOf(schema = {}) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  for (const [key, word] of [["oneOf", " or "], ["anyOf", " or "], ["allOf", " and "]]) {
    if (schema[key]) return schema[key].map(typeOf).filter((type) => type !== ANY).join(word);
  }
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(", ");
  if (schema.type === "array") return `array of ${typeOf(schema.items)}`;
  const limits = ["format", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"].filter((key) => schema[key] !== undefined).map((key) => `${key} ${code(String(schema[key]))}`);
  return [[schema.type].flat().filter(Boolean).join(" or ") || ANY, ...limits].join(", ");
}

/** The type of a schema that names none, such as a part of `allOf` that only narrows another one. */
const ANY = "any value";

const code = (text) => `\`${text}\``;

/** Returns a table, or nothing without rows. Line breaks and bars would end a cell. */
function table(head, rows) {
  if (rows.length === 0) return "";
  const line = (cells) => `| ${cells.map((cell) => String(cell ?? "").trim().replace(/\s+/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
