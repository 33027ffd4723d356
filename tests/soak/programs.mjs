// The programs under load, built as for deployment (or, with `debug`, those of the tests, as `cargo xtask test` built them).

import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Returns the folder with the programs of shop and sandbox. `profile` is `release`, which builds them, or `debug`. */
export function build(profile) {
  if (!["release", "debug"].includes(profile)) throw new Error("--profile: expected release or debug");
  if (profile === "release") {
    const options = ["build", "--quiet", "--release", "--package", "ivy-shop", "--package", "ivy-sandbox"];
    const { status } = spawnSync("cargo", options, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0) throw new Error("shop and sandbox do not build; the compiler's message stands above");
  }
  return path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target", profile);
}
