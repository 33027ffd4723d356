// A page without any tool, to which the package is served unchanged.

import * as ivy from "./node_modules/ivy-data-session/index.js";
import * as debug from "./node_modules/ivy-data-session/debug.js";
import "./node_modules/ivy-data-session/element.js";
import { draw } from "./app/draw.js";
import { openOnClick, tryUse } from "./app/use.js";

openOnClick(ivy, "/api/ivy");
globalThis.result = { page: await tryUse(ivy, "/api/ivy"), element: await draw(ivy, debug, "/api/ivy") };
