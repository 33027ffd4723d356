// The command `check`: tries the proxy of the merchant's own program and prints a line for each part.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { property } from "../proxy/property.ts";
import type { CheckLine, Proxy } from "../proxy/proxy.ts";
import { helpOf, readWords, type OptionTable } from "./words.ts";

const OPTIONS: OptionTable = {
  url: { value: "URL", text: "the public URL of the proxy's routes, to try the way through the load balancer" },
};

/**
 * Imports the merchant's module, calls `check` of its export `proxy` (or of its default export), and prints the lines. The module
 * may start its server: the caller ends the process with the result.
 *
 * @param words the words after `check`: the module's file, and `--url` with the public URL of the proxy's routes
 * @returns 0 if no line is wrong, else 1
 */
export async function check(words: string[]): Promise<number> {
  const [first = "", ...rest] = words;
  const file = first.startsWith("-") ? "" : first;
  const given = readWords("check", file ? rest : words, OPTIONS);
  if (given.has("help")) {
    console.log(helpOf("check FILE", OPTIONS));
    return 0;
  }
  if (file === "") throw new Error("check: the file is missing; expected the module that exports your proxy, such as ./server.js");
  const url = given.get("url");
  let module: unknown;
  try {
    module = await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    // `createProxy` names an option that is wrong or missing.
    return fail(`wrong    settings: ${file} cannot be imported: ${messageOf(error)}`);
  }
  const proxy = [property(module, "proxy"), property(module, "default")].find(isProxy);
  if (proxy === undefined) {
    return fail(`check: ${file}: no proxy; expected an export named proxy, or a default export, made by createProxy`);
  }
  let lines: CheckLine[];
  try {
    lines = await proxy.check(url === undefined ? {} : { url });
  } catch (error) {
    return fail(messageOf(error));
  }
  for (const { text } of lines) console.log(text);
  return lines.some(({ state }) => state === "wrong") ? 1 : 0;
}

function isProxy(value: unknown): value is Pick<Proxy, "check"> {
  return typeof property(value, "check") === "function";
}

function messageOf(error: unknown): string {
  return String(property(error, "message") ?? error);
}

function fail(message: string): number {
  console.error(message);
  return 1;
}
