// The WebAssembly as a script of its own. The main entry loads it if the WebAssembly file cannot be used.

export { default } from "ivy-wasm";
