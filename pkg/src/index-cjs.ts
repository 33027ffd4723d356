// The main entry for `require`: CommonJS with the WebAssembly inside.

import bytes from "ivy-wasm";
import { setDefaultSource } from "./load/instance.ts";

export * from "./api.ts";

setDefaultSource(() => bytes);
