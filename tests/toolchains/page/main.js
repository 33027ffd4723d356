// A page without any tool: the package is served as it is.

import * as ivy from "./node_modules/ivy-data-session/index.js";
import { tryUse } from "./app/use.js";

globalThis.result = { page: await tryUse(ivy, "/api/ivy") };
