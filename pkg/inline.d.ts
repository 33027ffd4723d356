/**
 * The same as the main entry, with the WebAssembly inside of the module.
 *
 * @packageDocumentation
 */
export * from "./index.js";
