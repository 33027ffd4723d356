// The generated glue, without its default export, which fetches the WebAssembly file (`instance.ts` does that). The only file
// that imports it statically.

export * from "ivy-glue";
