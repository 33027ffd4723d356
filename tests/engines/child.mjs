// Programs that exit together with the process that started them, also when that is killed.

import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The folder of cargo's debug builds. */
export const programs = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "debug");

/** Returns the command line, as an array, that starts a program through xtask. */
export const childCommand = (program, options = []) => [path.join(programs, "xtask"), "child", program, ...options];
