// The core's WebAssembly file, which lies next to the built entries.

import { readFileSync } from "node:fs";
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
  try {
    return readFileSync(new URL("./ivy_proxy_bg.wasm", import.meta.url));
  } catch (error) {
    const code = String(property(error, "code") ?? "other");
    throw configError("createProxy", `ivy_proxy_bg.wasm cannot be read (${code}); expected the file next to this script; ${CURE}`);
  }
}
