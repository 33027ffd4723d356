// The core's WebAssembly file, which lies next to the built entries.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { configError } from "../errors/config-error.ts";
import { property } from "../property.ts";

/** The cure for a bundle that lacks the file. */
const CURE =
  "keep ivy-data-session out of the bundle (Next: serverExternalPackages; esbuild, Rollup: external), or copy ivy_proxy_bg.wasm from the package to the folder of the bundle";

/**
 * Returns the bytes of the file.
 *
 * @throws a sentence if the file is not there
 */
export function readWasmFile(): Uint8Array {
  let code: string | undefined;
  for (const file of candidates()) {
    try {
      return readFileSync(file);
    } catch (error) {
      code ??= String(property(error, "code") ?? "other");
    }
  }
  throw configError("createProxy", `ivy_proxy_bg.wasm cannot be read (${code}); expected the file next to this script; ${CURE}`);
}

/**
 * Yields the paths where the file may be: next to this script, then in the installed package. Within a bundle of webpack the
 * first one is the path at which pages would find the file.
 */
function* candidates(): Generator<URL | string> {
  yield new URL("./ivy_proxy_bg.wasm", import.meta.url);
  for (const folder of [process.cwd(), path.dirname(process.argv[1] ?? process.cwd())]) {
    const modules = createRequire(path.join(folder, "package.json")).resolve.paths("ivy-data-session") ?? [];
    for (const each of modules) yield path.join(each, "ivy-data-session/ivy_proxy_bg.wasm");
  }
}
