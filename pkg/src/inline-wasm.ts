// The WebAssembly in a separate script. The main entry loads it if the WebAssembly file cannot be used.

import bytes from "ivy-wasm";

export default bytes;
