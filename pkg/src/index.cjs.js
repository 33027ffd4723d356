/**
 * For `require`: CommonJS with the WebAssembly inside.
 */
import bytes from "ivy-wasm";
import { loadFrom } from "./instance.js";

export * from "./api.js";

loadFrom(() => bytes);
