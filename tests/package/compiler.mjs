// TypeScript compilers, the oldest and the newest that the types are promised for.

import { execFile } from "node:child_process";
import path from "node:path";
import { root } from "./packed.mjs";

/** The compilers' packages among the tools of this repository, by version. */
export const compilers = { "5.0": "typescript-5.0", 7: "typescript-7" };

/** Module resolutions. Each looks at the package's `exports` in its own way. */
export const resolutions = {
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
  node16: ["--module", "node16", "--moduleResolution", "node16"],
  nodenext: ["--module", "nodenext", "--moduleResolution", "nodenext"],
};

/** How a careful merchant compiles, with the libraries that the types need and no others. */
export const strict = [
  ...["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"],
  ...["--jsx", "react-jsx", "--typeRoots", "no-types", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"],
];

/** Runs a compiler in a folder and gives what it complains of. */
export function complaints(version, folder, args) {
  const compiler = path.join(root, "node_modules", compilers[version], "bin/tsc");
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, ...args], { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve(error ? stdout + stderr || String(error) : "");
    });
  });
}
