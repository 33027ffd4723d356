/**
 * Packages that the merchant has or has not: they are looked for where the merchant's program is, when they are used.
 */
import { createRequire } from "node:module";
import path from "node:path";

/**
 * @param {string} name of a package, or of a module of Node's own
 * @returns {{name: string, exported: any} | undefined} what it exports, and the name by which `require` finds it from
 *   everywhere: a file's path, or the name of Node's own module; `undefined` if it is not installed
 */
export function installed(name) {
  const places = [process.cwd(), path.dirname(process.argv[1] ?? process.cwd())];
  for (const place of places) {
    try {
      const require = createRequire(path.join(place, "package.json"));
      return { name: require.resolve(name), exported: require(name) };
    } catch (error) {
      if (!["MODULE_NOT_FOUND", "ERR_UNKNOWN_BUILTIN_MODULE"].includes(error.code)) throw error;
    }
  }
  return undefined;
}
