// A page that may not ask its own origin: the WebAssembly is inside, and the proxy is of another origin.

import * as ivy from "./node_modules/ivy-data-session/inline.js";
import { openOnClick, tryUse } from "./app/use.js";

const { proxy } = Object.fromEntries(new URLSearchParams(location.search));
openOnClick(ivy, proxy, { credentials: "omit" });
globalThis.result = { page: await tryUse(ivy, proxy, { credentials: "omit" }) };
