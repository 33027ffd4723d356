// The programs under load, built as for deployment (or, with `debug`, as for the tests).

import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds shop and sandbox and returns the folder of the programs. `profile` is `release` or `debug`. */
export function build(profile) {
  if (!["release", "debug"].includes(profile)) throw new Error("--profile: expected release or debug");
  const options = ["build", "--quiet", "--package", "ivy-shop", "--package", "ivy-sandbox", "--package", "xtask"];
  for (const options_ of profile === "release" ? [[...options.slice(0, -2), "--release"], options] : [options]) {
    const { status } = spawnSync("cargo", options_, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0) throw new Error("shop and sandbox do not build; the compiler's message stands above");
  }
  return path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target", profile);
}
