// Renders the table of messages, `tests/data/messages.json`, as a page, so that a search finds every message.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The parts of the table, with the titles of their sections. */
const PARTS = { library: "In the page", proxy: "The proxy on Node", program: "The proxy as a program", sandbox: "The sandbox" };

/** Writes the page to `target/docs-pages`. */
export async function writeMessages() {
  const messages = JSON.parse(await readFile(path.join(root, "tests/data/messages.json"), "utf8"));
  const file = path.join(root, "target/docs-pages/messages.md");
  await mkdir(path.dirname(file), { recursive: true });
  const sections = Object.entries(PARTS).map(([part, title]) => `## ${title}\n\n| when | message |\n|---|---|\n${Object.entries(messages[part]).map(row).join("")}`);
  await writeFile(file, `# Messages\n\nThe text of each error, with a case that leads to it. A test runs every case. The [error codes](../../www/docs/errors.md) say what your\npage can do.\n\n${sections.join("\n")}`);
}

/** Returns a row. A bar would end a cell, and a message may contain backquotes. */
function row([when, message]) {
  const [event, text] = [when, message].map((cell) => cell.replaceAll("|", "\\|"));
  return `| ${event.replaceAll("<", "&lt;")} | \`\` ${text} \`\` |\n`;
}
