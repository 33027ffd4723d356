/**
 * The generated glue, without its default export, which fetches the WebAssembly file itself (`instance.js` does that).
 */
export * from "ivy-glue";
