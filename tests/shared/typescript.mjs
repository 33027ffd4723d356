// Lets Node import the TypeScript sources of `pkg/src`, also a Node that has no types of its own. A test imports this file
// first and then the sources by `await import(…)`: Node loads static imports before it runs any of them. A program of its
// own gets this file by `--import`.

import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
