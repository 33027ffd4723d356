// Programs that end with the process that started them, even when that is killed.

import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where cargo puts what it builds. */
export const programs = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "debug");

/** The command line, as a list, that starts a program through xtask. */
export const child = (program, options = []) => [path.join(programs, "xtask"), "child", program, ...options];
