// The command `check`: tries the proxy of the merchant's own program and prints a line for each part.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { property } from "../proxy/property.ts";
import type { CheckLine, Proxy } from "../proxy/proxy.ts";

const USAGE = "usage: ivy-data-session check FILE [--url URL]";

/** The words of the command. */
type Words = { file: string; url: string | undefined };

/**
 * Imports the merchant's module, calls `check` of its export `proxy` (or of its default export), and prints the lines. The module
 * may start its server: the caller ends the process with the result.
 *
 * @param words the words after `check`: the module's file, and `--url` with the public URL of the proxy's routes
 * @returns 0 if no line is wrong, else 1
 */
export async function check(words: string[]): Promise<number> {
  const read = readWords(words);
  if (read === undefined) return fail(USAGE);
  let module: unknown;
  try {
    module = await import(pathToFileURL(resolve(read.file)).href);
  } catch (error) {
    // `createProxy` names an option that is wrong or missing.
    return fail(`wrong    settings: ${read.file} cannot be imported: ${messageOf(error)}`);
  }
  const proxy = [property(module, "proxy"), property(module, "default")].find(isProxy);
  if (proxy === undefined) {
    return fail(`check: ${read.file}: no proxy; expected an export named proxy, or a default export, made by createProxy`);
  }
  let lines: CheckLine[];
  try {
    lines = await proxy.check(read.url === undefined ? {} : { url: read.url });
  } catch (error) {
    return fail(messageOf(error));
  }
  for (const { text } of lines) console.log(text);
  return lines.some(({ state }) => state === "wrong") ? 1 : 0;
}

function readWords(words: readonly string[]): Words | undefined {
  const rest = [...words];
  const position = rest.findIndex((word) => word === "--url" || word.startsWith("--url="));
  let url: string | undefined;
  if (position !== -1) {
    const [option = "", value] = rest.slice(position);
    url = option === "--url" ? value : option.slice("--url=".length);
    if (url === undefined || url === "") return undefined;
    rest.splice(position, option === "--url" ? 2 : 1);
  }
  const [file, ...others] = rest;
  return file === undefined || file.startsWith("-") || others.length > 0 ? undefined : { file, url };
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
