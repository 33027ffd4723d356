// A page without any tool: the package is served as it is.

import * as ivy from "./node_modules/ivy-data-session/index.js";
import { openOnClick, tryUse } from "./app/use.js";

openOnClick(ivy, "/api/ivy");
globalThis.result = { page: await tryUse(ivy, "/api/ivy") };
