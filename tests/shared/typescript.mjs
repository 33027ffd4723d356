// Lets Node import the TypeScript sources of `pkg/src`, also a Node that cannot strip types. A test imports this file first
// and then the sources by `await import(…)`, because Node loads static imports before it runs any of them. A separate
// program loads this file by `--import`.

import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
