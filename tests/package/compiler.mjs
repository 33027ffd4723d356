// TypeScript compilers: the oldest and the newest version that the types support.

import { execFile } from "node:child_process";
import path from "node:path";
import { root } from "./packed.mjs";

/** The names of the compilers' packages, by version. */
export const compilers = { "5.0": "typescript-5.0", 7: "typescript-7" };

/** The module resolutions. Each resolves the package's `exports` in its own way. */
export const resolutions = {
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
  node16: ["--module", "node16", "--moduleResolution", "node16"],
  nodenext: ["--module", "nodenext", "--moduleResolution", "nodenext"],
};

/** The options of a strict compilation, with the libraries that the types need and no others. */
export const strict = [
  ...["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"],
  ...["--jsx", "react-jsx", "--typeRoots", "no-types", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"],
];

/** The options of a strict compilation for a server, with the declarations themselves checked. No type is of the DOM. */
export const serverOptions = (types, lib = "es2022") => [
  ...["--lib", lib, ...types, "--target", "es2022", "--jsx", "react-jsx", ...resolutions.nodenext],
  ...["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"],
];

/** Runs a compiler in a folder and returns its errors, or "". */
export function complaints(version, folder, args) {
  const compiler = path.join(root, "node_modules", compilers[version], "bin/tsc");
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, ...args], { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve(error ? stdout + stderr || String(error) : "");
    });
  });
}
