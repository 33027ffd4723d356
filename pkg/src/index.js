/**
 * For pages: an ES module that loads the WebAssembly file beside it.
 */
import { loadFrom } from "./instance.js";

export * from "./api.js";

loadFrom(() => new URL("./ivy_data_session_bg.wasm", import.meta.url));
