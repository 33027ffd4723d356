/**
 * For Node, and for pages that cannot serve a WebAssembly file: an ES module with the WebAssembly inside.
 */
import bytes from "ivy-wasm";
import { loadFrom } from "./instance.js";

export * from "./api.js";

loadFrom(() => bytes);
