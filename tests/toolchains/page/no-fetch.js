// A page whose policy forbids requests to its own origin: the WebAssembly is inside the script, and the proxy is on another
// origin.

import * as ivy from "./node_modules/ivy-data-session/inline.js";
import * as debug from "./node_modules/ivy-data-session/debug.js";
import "./node_modules/ivy-data-session/element.js";
import { draw } from "./app/draw.js";
import { openOnClick, tryUse } from "./app/use.js";

const { proxy } = Object.fromEntries(new URLSearchParams(location.search));
openOnClick(ivy, proxy, { credentials: "omit" });
const page = await tryUse(ivy, proxy, { credentials: "omit" });
globalThis.result = { page, element: await draw(ivy, debug, proxy, { credentials: "omit" }) };
