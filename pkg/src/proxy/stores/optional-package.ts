// Packages that the merchant may have installed. They are looked up from the merchant's program when they are used.

import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { misconfigured } from "../errors/config-error.ts";
import type { IvyError } from "../../errors/ivy-error.ts";
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
  for (const folder of folders()) {
    try {
      const require = createRequire(path.join(folder, "package.json"));
      return { name: require.resolve(name), exported: require(name) };
    } catch (error) {
      if (!MISSING.includes(property(error, "code"))) throw error;
    }
  }
  return undefined;
}

/**
 * Makes the error for packages that are not found. A build that copies only what it sees imported (Next `standalone`, Nitro)
 * leaves packages out that are looked up when they are used.
 *
 * @param problem the function and the packages that are missing
 * @param names the packages, one of which is enough
 * @param instance the object that the function takes in place of a location
 */
export function missingPackage(problem: string, names: readonly string[], instance: string): IvyError {
  const [first] = names;
  return misconfigured(
    `${problem}; expected it in the node_modules of the running program; install ${names.join(" or ")}; if it is installed, the build left it out: ` +
      `import "${first}" in your module of the proxy, with ${first} in Next's serverExternalPackages, or hand over ${instance}`,
  );
}

/** Returns the folders from which packages are looked up: those of the process, of its program and of this module. */
function folders(): string[] {
  const found = [process.cwd(), path.dirname(process.argv[1] ?? process.cwd())];
  try {
    found.push(path.dirname(fileURLToPath(import.meta.url)));
  } catch {
    // A bundler has put another value in place of the module's URL.
  }
  return found;
}
