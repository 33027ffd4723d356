/**
 * The same as the main entry, with the WebAssembly inside of the module: for Node, and for pages that cannot serve a
 * WebAssembly file.
 *
 * @packageDocumentation
 */
import bytes from "ivy-wasm";
import { setDefaultSource } from "./load/instance.ts";

export * from "./api.ts";

setDefaultSource(() => bytes);
