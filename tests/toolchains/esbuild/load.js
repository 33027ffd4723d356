// esbuild leaves `new URL(…, import.meta.url)` alone; its loader "file" puts the WebAssembly file beside the bundle.

import { init } from "ivy-data-session";
import file from "ivy-data-session/ivy_data_session_bg.wasm";

await init(new URL(file, import.meta.url));
