// Hooks of Node's loader (`typescript.mjs`): esbuild removes the types from a source, as it does for the package.

import { transform } from "esbuild";
import { readFile } from "node:fs/promises";

/** Loads a TypeScript source as a JavaScript module. Other files are left to Node. */
export async function load(url, context, next) {
  if (!new URL(url).pathname.endsWith(".ts")) return next(url, context);
  const source = await readFile(new URL(url), "utf8");
  const { code } = await transform(source, { loader: "ts", target: "es2022", sourcemap: "inline", sourcefile: url });
  return { format: "module", source: code, shortCircuit: true };
}
