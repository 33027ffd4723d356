// Packages that the merchant may have installed. They are looked up from the merchant's program when they are used.

import { createRequire } from "node:module";
import path from "node:path";
import { property } from "../property.ts";

/** A package that is installed. */
export type Installed = {
  /** The name by which `require` finds the package from everywhere: a file's path, or the name of Node's own module. */
  name: string;
  /** The exports of the package. */
  exported: unknown;
};

/** Codes of errors for a package that is not installed. */
const MISSING: readonly unknown[] = ["MODULE_NOT_FOUND", "ERR_UNKNOWN_BUILTIN_MODULE"];

/**
 * Loads a package, or a module of Node's own, if it is installed.
 *
 * @returns `undefined` if the package is not installed
 * @throws the error of a package that is installed and cannot be loaded
 */
export function optionalPackage(name: string): Installed | undefined {
  const folders = [process.cwd(), path.dirname(process.argv[1] ?? process.cwd())];
  for (const folder of folders) {
    try {
      const require = createRequire(path.join(folder, "package.json"));
      return { name: require.resolve(name), exported: require(name) };
    } catch (error) {
      if (!MISSING.includes(property(error, "code"))) throw error;
    }
  }
  return undefined;
}
